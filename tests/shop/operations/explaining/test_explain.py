import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.inventory.models import Movement, Reservation, Stock, Unavailable
from apps.inventory.services import (
    adjust_stock,
    draft_transfer,
    join_waiting_list,
    receive_stock,
    set_stock_aside,
    ship_transfer,
)
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.operations.explaining import explain_order, explain_stock
from tests.factories.inventory import (
    BackorderFactory,
    ExpectedUnitsFactory,
    HoldFactory,
    ReservationFactory,
    StockFactory,
    WarehouseFactory,
)
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory

pytestmark = pytest.mark.django_db

TOMORROW = clock.now().date() + timedelta(days=1)


def say(*arguments):
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def lines_of(explained, title):
    return next(it.lines for it in explained.chapters if it.title.startswith(title))


def keep(order, sku, quantity, *, state="held", minutes=10):
    Stock.objects.filter(sku=sku).update(reserved=quantity)
    reservation = ReservationFactory(
        order_id=order.id, state=state, expires_at=clock.now() + timedelta(minutes=minutes)
    )
    HoldFactory(reservation=reservation, sku=sku, quantity=quantity)


def test_what_is_sold_out_names_the_orders_that_have_it():
    order = OrderFactory()
    StockFactory(sku="TEA", on_hand=3)
    keep(order, "TEA", 3)

    explained = explain_stock("TEA")

    assert explained.answer.startswith(
        "TEA is sold out: all 3 units in the house are promised, 3 of"
    )
    assert (
        f"3 in MAIN for order {order.number}: not paid, kept until"
        in (lines_of(explained, "Kept for orders")[0])
    )


def test_a_hold_that_lapsed_is_said_to_be_free():
    StockFactory(sku="TEA", on_hand=3)
    keep(OrderFactory(), "TEA", 3, minutes=-1)

    explained = explain_stock("TEA")

    assert explained.answer == "3 of 3 units can be bought."
    assert "whoever needs it gets it" in lines_of(explained, "Kept for orders")[0]


def test_the_end_of_the_ledger_tells_who_and_why():
    StockFactory(sku="TEA", on_hand=3)

    adjust_stock(sku="TEA", warehouse="MAIN", delta=-3, reason="fell into the harbour")

    explained = explain_stock("TEA")
    assert explained.answer == "TEA is sold out: no unit is in the house."
    assert "fell into the harbour" in lines_of(explained, "The last 2 movements")[0]


def test_units_between_two_warehouses_are_on_the_way():
    StockFactory(sku="TEA", on_hand=3)
    WarehouseFactory(code="WEST")
    transfer = draft_transfer(origin="MAIN", destination="WEST", units={"TEA": 2})

    ship_transfer(transfer_id=transfer.id)

    explained = explain_stock("TEA")
    assert explained.answer == "1 of 1 units can be bought."
    assert list(lines_of(explained, "Where the units are")) == [
        "MAIN: 1 on hand, 0 promised, 1 free",
        "WEST: 0 on hand, 0 promised, 0 free, 2 on the way here",
    ]
    assert (
        f"transferred +2 incoming in WEST transfer {transfer.id}"
        in (lines_of(explained, "The last 3 movements")[0])
    )


def test_an_order_is_explained_without_personal_data():
    order = OrderFactory(email="ada@example.com", pay_by=clock.now() + timedelta(minutes=5))
    OrderLineFactory(order=order, sku="TEA")
    payment = PaymentFactory(order_id=order.id)
    PaymentAttemptFactory(payment=payment, over=True, state="declined", reason="card_declined")

    said = say("explain", "order", order.number.lower())

    assert f"order {order.number}: It waits for 25.00 EUR until" in said
    assert "declined card_declined" in said
    assert "ada@example.com" not in said
    assert "Lovelace" not in said


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"state": "cancelled", "cancel_reason": "expired"}, "It was cancelled, reason: expired."),
        ({"state": "confirmed"}, "It is paid; its parcel is not asked for yet."),
        ({"state": "delivered"}, "It is delivered."),
    ],
)
def test_the_answer_follows_the_state(values, answer):
    assert explain_order(OrderFactory(**values).number).answer == answer


def test_what_is_asked_back_of_the_courier_is_said():
    order = OrderFactory(state="confirmed")
    OrderLineFactory(order=order, sku="TEA", cancelling=1)

    explained = explain_order(order.number)

    assert explained.answer == (
        "It is paid; the courier is asked for its parcel, to leave 1 units out."
    )
    assert any(", 1 asked back of the courier" in line for line in explained.chapters[1].lines)


def test_programs_read_the_same_as_json():
    StockFactory(sku="TEA", on_hand=3)

    explained = json.loads(say("explain", "stock", "TEA", "--json"))

    assert explained["answer"] == "3 of 3 units can be bought."


def test_what_is_waited_for_says_by_whom_and_until_when():
    order, paid = OrderFactory(), OrderFactory()
    StockFactory(sku="TEA", on_hand=0)
    day = clock.now().date()
    for wanting, state in ((paid, "committed"), (order, "held")):
        reservation = ReservationFactory(order_id=wanting.id, state=state, awaited=1)
        BackorderFactory(reservation=reservation, sku="TEA", promised_for=day)

    line = lines_of(explain_stock("TEA"), "Who waits")

    assert line[0].startswith(f"1. 1 for order {paid.number}: paid, promised for {day}, since ")
    assert line[1].startswith(f"2. 1 for order {order.number}: not paid, promised for {day}")


@pytest.mark.parametrize("asked", [("order", "NOPE-NOPE"), ("stock", "NOPE")])
def test_what_there_is_not_ends_with_one(asked):
    with pytest.raises(CommandError, match=r"There is no|never stocked") as ended:
        say("explain", *asked)

    assert ended.value.returncode == 1


def test_a_rehearsal_of_expiry_releases_nothing():
    StockFactory(sku="TEA", on_hand=3)
    order = OrderFactory()
    keep(order, "TEA", 2, minutes=-1)

    said = say("expire_holds", "--dry-run")
    after_rehearsal = Reservation.objects.get().state
    released = json.loads(say("expire_holds", "--json"))

    assert str(order.id) in said
    assert after_rehearsal == "held"
    assert released == {"lapsed": [str(order.id)], "released": 1}
    assert Stock.objects.get().reserved == 0


def test_what_is_set_aside_is_told_apart_from_what_is_promised():
    StockFactory(sku="TEA", on_hand=3)
    set_stock_aside(sku="TEA", warehouse="MAIN", quantity=1, why=Unavailable.DAMAGED, reason="rain")
    keep(OrderFactory(), "TEA", 2)

    explained = explain_stock("TEA")

    assert explained.answer == (
        "TEA is sold out: 2 of the 3 units in the house are promised, 2 of them to buyers who have"
        " not paid yet; 1 are not for sale."
    )
    assert lines_of(explained, "Where the units are") == (
        "MAIN: 3 on hand, 2 promised, 1 damaged, 0 free",
    )
    assert "set aside +1 damaged in MAIN" in lines_of(explained, "The last")[0]


def test_where_units_were_is_told_for_any_moment():
    StockFactory(sku="TEA", on_hand=3)
    adjust_stock(sku="TEA", warehouse="MAIN", delta=-1, reason="lost")
    came, _ = Movement.objects.order_by("id").values_list("created_at", flat=True)

    said = say("explain", "stock", "TEA", "--at", came.isoformat())

    assert f"Where they were at {came:%Y-%m-%d %H:%M:%S} UTC\n  MAIN: 3 on hand, 0 promised" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["order", "7KQ2M-9XBDT", "--at", "2026-11-23T10:00Z"], "--at goes with stock"),
        (["stock", "TEA", "--at", "yesterday"], "no time like"),
        (["stock", "TEA", "--at", "2026-11-23T10:00"], "needs a zone"),
    ],
)
def test_a_moment_that_nobody_can_mean_is_refused(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        say("explain", *arguments)


def test_what_is_on_order_names_the_purchase_order_and_the_day():
    StockFactory(sku="TEA", on_hand=0)
    ExpectedUnitsFactory(sku="TEA", number="PO-000007", outstanding=5, expected_on=TOMORROW)
    ExpectedUnitsFactory(sku="TEA", number="PO-000008", outstanding=0)
    ExpectedUnitsFactory(sku="TEA", number="PO-000006", expected_on=date(2026, 1, 2))

    assert lines_of(explain_stock("TEA"), "On order") == (
        "1 to MAIN of purchase order PO-000006 at blitz, due 2026-01-02, which is over",
        f"5 to MAIN of purchase order PO-000007 at blitz, due {TOMORROW}",
    )


def test_a_waiting_list_is_told_with_what_is_held_for_it():
    StockFactory(sku="TEA", on_hand=0)
    for _ in range(3):
        join_waiting_list(sku="TEA", customer_id=new_id())
    receive_stock(sku="TEA", warehouse="MAIN", quantity=1)

    waiting, offered = lines_of(explain_stock("TEA"), "In the waiting list")

    assert waiting.startswith("2 waiting, since ")
    assert offered == "1 with a unit that is held for them"
