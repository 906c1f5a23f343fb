"""Units go from one warehouse to another: nobody sells them on the way, and none is doubled."""

from collections import Counter

import pytest

from apps.inventory.models import (
    Cause,
    Movement,
    Stock,
    Transfer,
    TransferLine,
    TransferState,
    Unavailable,
)
from apps.inventory.queries import availability_of, ledger_drift, stock_as_of, stock_as_recorded
from apps.inventory.services import (
    cancel_transfer,
    close_transfer,
    draft_transfer,
    receive_transfer,
    set_stock_aside,
    ship_transfer,
)
from shop.events.inventory import StockRejected, StockReserved, StockUpdated
from shop.kernel import clock
from shop.kernel.context import acting_as
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.story import place_order
from tests.apps.inventory.test_concurrency import at_once, deadlocks
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea():
    """Five units in EAST, which can be sent to WEST."""
    WarehouseFactory(code="WEST")
    return StockFactory(sku="TEA", warehouse__code="EAST", on_hand=5)


def draft(**units):
    return draft_transfer(origin="EAST", destination="WEST", units=units).id


def shipped(**units):
    return ship_transfer(transfer_id=draft(**units)).id


def balances(sku="TEA"):
    """By warehouse, what is on hand and what is incoming."""
    return {it.warehouse: (it.on_hand, it.incoming) for it in stock_as_recorded(sku)}


def state_of(transfer_id):
    return Transfer.objects.get(pk=transfer_id).state


def arrived(transfer_id):
    """By SKU: how many units arrived, and how many are missing."""
    lines = TransferLine.objects.filter(transfer=transfer_id)
    return {line.sku: (line.received, line.missing) for line in lines}


def test_a_draft_moves_nothing(tea):
    transfer = draft_transfer(
        origin="EAST", destination="WEST", units={"TEA": 3, "CUP": 1}, note=" for the sale "
    )

    assert (transfer.state, transfer.note) == (TransferState.DRAFT, "for the sale")
    assert [str(line) for line in transfer.lines.all()] == ["1 x CUP", "3 x TEA"]
    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_shipped_units_left_one_warehouse_and_are_incoming_in_the_other(tea, published):
    transfer_id = draft(TEA=3)

    with acting_as("staff:7"):
        ship_transfer(transfer_id=transfer_id)

    assert state_of(transfer_id) == TransferState.SHIPPED
    assert balances() == {"EAST": (2, 0), "WEST": (0, 3)}
    assert published(StockUpdated) == [
        StockUpdated(sku="TEA", on_hand=2, reserved=0, unavailable=0, available=2)
    ]
    lines = Movement.objects.filter(cause=Cause.TRANSFERRED).order_by("id")
    assert [(line.warehouse, line.changes()) for line in lines] == [
        ("EAST", "-3 on hand"),
        ("WEST", "+3 incoming"),
    ]
    assert {(line.actor, line.reason) for line in lines} == {("staff:7", f"transfer {transfer_id}")}
    assert ledger_drift() == []


def test_units_on_the_way_are_not_sold_and_units_that_arrived_are(tea, published):
    transfer_id = shipped(TEA=4)

    place_order(("TEA", 2))
    assert published(StockRejected)[0].shortages[0].available == 1

    receive_transfer(transfer_id=transfer_id, units={"TEA": 4})
    place_order(("TEA", 4))

    assert published(StockReserved)[0].items[0].warehouse == "WEST"
    assert availability_of(["TEA"]) == {"TEA": 1}
    assert ledger_drift() == []


def test_a_transfer_arrives_in_parts(tea, published):
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)
    transfer_id = shipped(TEA=4, CUP=1)

    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    assert state_of(transfer_id) == TransferState.PARTLY_RECEIVED
    assert balances() == {"EAST": (1, 0), "WEST": (1, 3)}

    receive_transfer(transfer_id=transfer_id, units={"CUP": 1, "TEA": 2})
    assert state_of(transfer_id) == TransferState.PARTLY_RECEIVED
    assert arrived(transfer_id) == {"CUP": (1, 0), "TEA": (3, 0)}

    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    assert state_of(transfer_id) == TransferState.RECEIVED
    assert balances() == {"EAST": (1, 0), "WEST": (4, 0)}
    assert [it.on_hand for it in published(StockUpdated) if it.sku == "TEA"] == [1, 2, 4, 5]
    assert ledger_drift() == []


def test_what_did_not_arrive_is_missing_with_the_reason_in_the_ledger(tea):
    transfer_id = shipped(TEA=4)
    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})

    with acting_as("staff:7"):
        close_transfer(transfer_id=transfer_id, reason="fell off the lorry")

    assert state_of(transfer_id) == TransferState.CLOSED
    assert arrived(transfer_id) == {"TEA": (1, 3)}
    assert balances() == {"EAST": (1, 0), "WEST": (1, 0)}
    line = Movement.objects.latest("id")
    assert (line.warehouse, line.changes(), line.actor) == ("WEST", "-3 incoming", "staff:7")
    assert line.reason == f"transfer {transfer_id}: fell off the lorry"
    assert ledger_drift() == []


def test_a_transfer_of_which_nothing_arrived_is_closed_too(tea):
    transfer_id = shipped(TEA=4)

    close_transfer(transfer_id=transfer_id, reason="stolen")

    assert balances() == {"EAST": (1, 0), "WEST": (0, 0)}
    assert ledger_drift() == []


def test_only_the_lines_that_lack_something_are_given_up(tea):
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)
    transfer_id = shipped(TEA=4, CUP=1)
    receive_transfer(transfer_id=transfer_id, units={"CUP": 1})

    close_transfer(transfer_id=transfer_id, reason="stolen")

    assert arrived(transfer_id) == {"CUP": (1, 0), "TEA": (0, 4)}
    assert ledger_drift() == []


def test_a_cancelled_draft_ships_nothing_any_more(tea):
    transfer_id = draft(TEA=4)

    cancel_transfer(transfer_id=transfer_id)

    with pytest.raises(DomainError, match="A cancelled transfer cannot become shipped"):
        ship_transfer(transfer_id=transfer_id)
    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_every_moment_of_a_transfer_has_balances_of_its_own(tea):
    transfer_id = shipped(TEA=4)
    on_the_way = Movement.objects.latest("id").created_at
    receive_transfer(transfer_id=transfer_id, units={"TEA": 4})

    then = {it.warehouse: (it.on_hand, it.incoming) for it in stock_as_of("TEA", on_the_way)}

    assert then == {"EAST": (1, 0), "WEST": (0, 4)}
    assert {it.warehouse: (it.on_hand, it.incoming) for it in stock_as_of("TEA", clock.now())} == {
        "EAST": (1, 0),
        "WEST": (4, 0),
    }


def test_promised_units_are_not_sent_away(tea):
    place_order(("TEA", 2))
    transfer_id = draft(TEA=4)

    with pytest.raises(DomainError, match="TEA in EAST has 5 units, 2 of them promised"):
        ship_transfer(transfer_id=transfer_id)

    assert state_of(transfer_id) == TransferState.DRAFT
    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_units_that_were_set_aside_are_not_sent_away(tea):
    set_stock_aside(sku="TEA", warehouse="EAST", quantity=2, why=Unavailable.DAMAGED, reason="rain")
    transfer_id = draft(TEA=4)

    with pytest.raises(DomainError, match="and 2 unavailable is impossible"):
        ship_transfer(transfer_id=transfer_id)


def test_where_one_line_cannot_be_shipped_none_is(tea):
    transfer_id = draft(TEA=4, CUP=1)

    with pytest.raises(DomainError, match="CUP in EAST has 0 units"):
        ship_transfer(transfer_id=transfer_id)

    assert balances() == {"EAST": (5, 0)}
    assert Stock.objects.count() == 1
    assert ledger_drift() == []


def test_a_transfer_is_shipped_once(tea):
    transfer_id = shipped(TEA=2)

    with pytest.raises(DomainError, match="A shipped transfer cannot become shipped"):
        ship_transfer(transfer_id=transfer_id)

    assert balances() == {"EAST": (3, 0), "WEST": (0, 2)}
    assert ledger_drift() == []


def test_a_transfer_goes_somewhere_else(tea):
    with pytest.raises(InvalidInput, match="goes from one warehouse to another"):
        draft_transfer(origin="EAST", destination="EAST", units={"TEA": 1})

    assert not Transfer.objects.exists()


@pytest.mark.parametrize("ends", [("EAST", "MOON"), ("MOON", "EAST")])
def test_a_transfer_is_between_warehouses_that_there_are(tea, ends):
    origin, destination = ends

    with pytest.raises(NotFound, match="There is no warehouse MOON"):
        draft_transfer(origin=origin, destination=destination, units={"TEA": 1})

    assert not Transfer.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_a_quantity_that_nobody_can_mean_is_neither_drafted_nor_received(tea, quantity):
    transfer_id = shipped(TEA=2)

    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        draft(TEA=quantity)
    with pytest.raises(InvalidInput, match="between 1 and 1,000,000"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": quantity})

    assert Transfer.objects.count() == 1
    assert balances() == {"EAST": (3, 0), "WEST": (0, 2)}
    assert ledger_drift() == []


@pytest.mark.parametrize("sku", ["", "T" * 256, "T\0"])
def test_a_sku_that_names_nothing_is_not_drafted(tea, sku):
    with pytest.raises(InvalidInput, match="A SKU has 1 to 255"):
        draft_transfer(origin="EAST", destination="WEST", units={"TEA": 1, sku: 1})

    assert not Transfer.objects.exists()


@pytest.mark.parametrize("number", [0, 301])
def test_a_transfer_has_a_few_lines(tea, number):
    units = {f"TEA-{each}": 1 for each in range(number)}

    with pytest.raises(InvalidInput, match=f"names 1 to 300 SKUs, not {number}"):
        draft(**units)


@pytest.mark.parametrize("note", ["x" * 151, "\0"])
def test_a_note_that_cannot_be_kept_is_refused(tea, note):
    transfer_id = shipped(TEA=1)

    with pytest.raises(InvalidInput, match="at most 150 printable"):
        draft_transfer(origin="EAST", destination="WEST", units={"TEA": 1}, note=note)
    with pytest.raises(InvalidInput, match="at most 150 printable"):
        close_transfer(transfer_id=transfer_id, reason=note)


def test_the_longest_reason_fits_into_the_ledger(tea):
    close_transfer(transfer_id=shipped(TEA=1), reason="x" * 150)

    assert Movement.objects.latest("id").reason.endswith("x" * 150)


def test_more_than_is_on_the_way_does_not_arrive(tea):
    transfer_id = shipped(TEA=3)
    receive_transfer(transfer_id=transfer_id, units={"TEA": 2})

    with pytest.raises(DomainError, match="Of TEA, 1 units are on the way: 2 cannot arrive"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 2})

    assert arrived(transfer_id) == {"TEA": (2, 0)}
    assert balances() == {"EAST": (2, 0), "WEST": (2, 1)}
    assert ledger_drift() == []


def test_where_one_line_cannot_arrive_none_does(tea):
    StockFactory(sku="CUP", warehouse__code="EAST", on_hand=1)
    transfer_id = shipped(TEA=3, CUP=1)

    with pytest.raises(DomainError, match="Of TEA, 3 units are on the way: 4 cannot arrive"):
        receive_transfer(transfer_id=transfer_id, units={"CUP": 1, "TEA": 4})

    assert state_of(transfer_id) == TransferState.SHIPPED
    assert arrived(transfer_id) == {"CUP": (0, 0), "TEA": (0, 0)}
    assert ledger_drift() == []


def test_what_is_not_in_the_transfer_does_not_arrive_with_it(tea):
    transfer_id = shipped(TEA=3)

    with pytest.raises(InvalidInput, match="There is no CUP, POT in transfer"):
        receive_transfer(transfer_id=transfer_id, units={"POT": 1, "CUP": 1, "TEA": 1})

    assert balances() == {"EAST": (2, 0), "WEST": (0, 3)}


def test_a_draft_is_neither_received_nor_closed(tea):
    transfer_id = draft(TEA=3)

    with pytest.raises(DomainError, match="A draft transfer cannot become partly received"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    with pytest.raises(DomainError, match="A draft transfer cannot become closed"):
        close_transfer(transfer_id=transfer_id, reason="lost")

    assert balances() == {"EAST": (5, 0)}
    assert ledger_drift() == []


def test_a_transfer_that_arrived_is_over(tea):
    transfer_id = shipped(TEA=1)
    receive_transfer(transfer_id=transfer_id, units={"TEA": 1})

    with pytest.raises(DomainError, match="A received transfer cannot become partly received"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 1})
    with pytest.raises(DomainError, match="A received transfer cannot become closed"):
        close_transfer(transfer_id=transfer_id, reason="lost")
    with pytest.raises(DomainError, match="A received transfer cannot become cancelled"):
        cancel_transfer(transfer_id=transfer_id)

    assert ledger_drift() == []


def test_what_was_given_up_does_not_arrive_after_all(tea):
    transfer_id = shipped(TEA=1)
    close_transfer(transfer_id=transfer_id, reason="lost")

    with pytest.raises(DomainError, match="A closed transfer cannot become partly received"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 1})

    assert balances() == {"EAST": (4, 0), "WEST": (0, 0)}


def test_what_is_on_its_way_is_not_cancelled(tea):
    transfer_id = shipped(TEA=1)

    with pytest.raises(DomainError, match="A shipped transfer cannot become cancelled"):
        cancel_transfer(transfer_id=transfer_id)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_given_up_without_a_reason(tea, reason):
    transfer_id = shipped(TEA=1)

    with pytest.raises(InvalidInput, match="Say why"):
        close_transfer(transfer_id=transfer_id, reason=reason)

    assert balances()["WEST"] == (0, 1)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (ship_transfer, {}),
        (receive_transfer, {"units": {"TEA": 1}}),
        (close_transfer, {"reason": "lost"}),
        (cancel_transfer, {}),
    ],
)
def test_an_unknown_transfer_is_not_found(db, service, said):
    with pytest.raises(NotFound, match="There is no transfer"):
        service(transfer_id=new_id(), **said)


def test_a_warehouse_expects_no_more_than_it_can_hold(tea):
    StockFactory(sku="TEA", warehouse__code="WEST", on_hand=0, incoming=1_000_000_000)
    transfer_id = draft(TEA=1)

    with pytest.raises(DomainError, match="TEA in WEST cannot hold more than 1,000,000,000"):
        ship_transfer(transfer_id=transfer_id)


def test_a_balance_that_lacks_what_is_incoming_is_not_made_negative(tea):
    transfer_id = shipped(TEA=2)
    Stock.objects.filter(warehouse="WEST").update(incoming=1)

    with pytest.raises(DomainError, match="Only 1 units are on their way to TEA in WEST"):
        receive_transfer(transfer_id=transfer_id, units={"TEA": 2})


def refused(action):
    """The action; says whether it was refused."""

    def run():
        try:
            action()
        except DomainError:
            return True
        return False

    return run


@pytest.mark.django_db(transaction=True)
def test_two_who_receive_the_same_units_at_once_receive_them_once(tea):
    transfer_id = shipped(TEA=4)

    outcomes = at_once(
        [refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 4}))] * 4
    )

    assert Counter(outcomes) == {False: 1, True: 3}
    assert balances() == {"EAST": (1, 0), "WEST": (4, 0)}
    assert ledger_drift() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_unload_at_once_each_counts_what_the_others_have(tea):
    transfer_id = shipped(TEA=4)

    outcomes = at_once(
        [refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 1}))] * 6
    )

    assert Counter(outcomes) == {False: 4, True: 2}
    assert arrived(transfer_id) == {"TEA": (4, 0)}
    assert state_of(transfer_id) == TransferState.RECEIVED
    assert ledger_drift() == []


@pytest.mark.django_db(transaction=True)
def test_a_receipt_and_the_end_of_the_transfer_race_and_no_unit_is_both(tea):
    transfer_id = shipped(TEA=4)

    at_once(
        [
            refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 1})),
            refused(lambda: close_transfer(transfer_id=transfer_id, reason="lost")),
            refused(lambda: receive_transfer(transfer_id=transfer_id, units={"TEA": 1})),
        ]
    )

    came, lost = arrived(transfer_id)["TEA"]
    assert came + lost == 4
    assert state_of(transfer_id) == TransferState.CLOSED
    assert balances()["WEST"] == (came, 0)
    assert ledger_drift() == []


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_shipped_and_cancelled_at_once_becomes_one_of_both(tea):
    transfer_id = draft(TEA=4)

    outcomes = at_once(
        [
            refused(lambda: ship_transfer(transfer_id=transfer_id)),
            refused(lambda: cancel_transfer(transfer_id=transfer_id)),
        ]
    )

    assert sorted(outcomes) == [False, True]
    assert ledger_drift() == []


@pytest.mark.django_db(transaction=True)
def test_transfers_in_opposite_directions_and_orders_do_not_block_each_other():
    for sku in ("CUP", "TEA"):
        for code in ("EAST", "WEST"):
            StockFactory(sku=sku, warehouse__code=code, on_hand=100)
    before = deadlocks()

    def send(origin, destination):
        for _ in range(10):
            transfer = draft_transfer(
                origin=origin, destination=destination, units={"TEA": 1, "CUP": 1}
            )
            ship_transfer(transfer_id=transfer.id)
            receive_transfer(transfer_id=transfer.id, units={"CUP": 1, "TEA": 1})

    at_once(
        [
            lambda: send("EAST", "WEST"),
            lambda: send("WEST", "EAST"),
            lambda: [place_order(("TEA", 1), ("CUP", 1)) for _ in range(20)],
        ]
    )

    assert sum(Stock.objects.values_list("on_hand", flat=True)) == 400
    assert sum(Stock.objects.values_list("reserved", flat=True)) == 40
    assert deadlocks() == before
    assert ledger_drift() == []
