"""Who waits for what is sold out is held the next unit that becomes free, in order of arrival."""

from datetime import timedelta

import pytest

from apps.inventory.models import EntryState, Movement, Reservation, Stock, Ticket, WaitingListEntry
from apps.inventory.queries import (
    ledger_drift,
    line_misfits,
    line_unserved,
    place_in_line,
    ticket_drift,
)
from apps.inventory.services import (
    join_waiting_list,
    leave_waiting_list,
    offer_units_left_free,
    open_tickets,
    receive_stock,
    release_hold,
    release_lapsed_holds,
)
from shop.events.accounts import UserErased
from shop.events.inventory import (
    StockRejected,
    StockReleased,
    StockReserved,
    StockUpdated,
    WaitingListJoined,
    WaitingListLeft,
    WaitingListOffered,
    WaitingListOfferEnded,
)
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.inventory.story import cancel, happen, place_order, place_ticket_order, tickets
from tests.factories.inventory import StockFactory, WaitingListEntryFactory, WarehouseFactory

pytestmark = pytest.mark.django_db

ADA, BOB, CLEO = new_id(), new_id(), new_id()


@pytest.fixture
def sold_out():
    """The only unit of TEA is held; the order that holds it."""
    StockFactory(sku="TEA", on_hand=1)
    return place_order(("TEA", 1))


def join(*customers, sku="TEA"):
    return [join_waiting_list(sku=sku, customer_id=customer) for customer in customers]


def states():
    return list(WaitingListEntry.objects.values_list("state", flat=True))


def nothing_is_wrong():
    return ledger_drift() == [] and line_misfits() == []


def test_the_first_in_line_is_held_the_unit_that_becomes_free(sold_out, deliver, published):
    join(ADA, BOB)

    cancel(sold_out)
    deliver("inventory")

    (offered,) = published(WaitingListOffered)
    assert (offered.customer_id, offered.sku) == (ADA, "TEA")
    assert states() == [EntryState.OFFERED, EntryState.WAITING]
    assert Stock.objects.get().reserved == 1
    assert place_in_line(sku="TEA", customer_id=ADA).offered_until == offered.expires_at
    assert place_in_line(sku="TEA", customer_id=BOB).ahead == 0
    assert nothing_is_wrong()


def test_whoever_has_not_waited_finds_it_sold_out(sold_out, deliver, published):
    join(ADA)
    cancel(sold_out)
    deliver("inventory")

    place_order(("TEA", 1))

    assert published(StockRejected)[-1].shortages[0].available == 0


def test_what_is_held_for_one_in_line_is_theirs_to_order(sold_out, deliver, published):
    join(ADA)
    cancel(sold_out)
    deliver("inventory")

    order_id = place_order(("TEA", 1), customer_id=ADA)

    assert published(StockReserved)[-1].order_id == order_id
    assert [it.reason for it in published(WaitingListOfferEnded)] == ["bought"]
    assert states() == [EntryState.BOUGHT]
    assert Stock.objects.get().reserved == 1
    assert nothing_is_wrong()


def test_an_order_that_stays_short_leaves_the_offer_alone(sold_out, deliver, published):
    join(ADA)
    cancel(sold_out)
    deliver("inventory")

    place_order(("TEA", 2), customer_id=ADA)

    assert published(StockRejected)[-1].shortages[0].available == 0
    assert states() == [EntryState.OFFERED]
    assert nothing_is_wrong()


def test_an_offer_and_free_units_make_an_order_together(sold_out, deliver, published):
    StockFactory(sku="MUG", on_hand=3)
    join(ADA)
    cancel(sold_out)
    deliver("inventory")

    place_order(("MUG", 2), ("TEA", 1), customer_id=ADA)

    assert {it.sku for it in published(StockReserved)[-1].items} == {"MUG", "TEA"}
    assert nothing_is_wrong()


def test_an_offer_that_lapses_goes_to_the_next_in_line(sold_out, deliver, published):
    join(ADA, BOB)
    cancel(sold_out)
    deliver("inventory")

    with clock.travelled_to(clock.now() + timedelta(hours=25)):
        assert release_lapsed_holds() == 1

    assert states() == [EntryState.LAPSED, EntryState.OFFERED]
    assert [it.customer_id for it in published(WaitingListOffered)] == [ADA, BOB]
    assert [it.reason for it in published(WaitingListOfferEnded)] == ["expired"]
    assert [it.order_id for it in published(StockReleased)] == [sold_out]
    assert nothing_is_wrong()


def test_a_lapsed_offer_that_nobody_needed_can_still_be_ordered(sold_out, deliver, published):
    join(ADA)
    cancel(sold_out)
    deliver("inventory")

    with clock.travelled_to(clock.now() + timedelta(hours=25)):
        place_order(("TEA", 1), customer_id=ADA)

    assert published(StockRejected) == []
    assert nothing_is_wrong()


def test_units_that_arrive_are_offered_one_each(sold_out, published):
    join(ADA, BOB, CLEO)

    receive_stock(sku="TEA", warehouse="MAIN", quantity=2)

    assert [it.customer_id for it in published(WaitingListOffered)] == [ADA, BOB]
    assert Movement.objects.filter(reason="offered to the first in line").count() == 2
    assert nothing_is_wrong()


def test_more_units_than_people_in_line_are_for_everybody(sold_out, published):
    join(ADA)

    receive_stock(sku="TEA", warehouse="MAIN", quantity=3)

    assert Stock.objects.get().free == 2
    assert len(published(WaitingListOffered)) == 1


def test_who_leaves_gives_what_is_held_to_the_next(sold_out, deliver, published):
    join(ADA, BOB)
    cancel(sold_out)
    deliver("inventory")

    leave_waiting_list(sku="TEA", customer_id=ADA)

    assert states() == [EntryState.LEFT, EntryState.OFFERED]
    assert [it.reason for it in published(WaitingListOfferEnded)] == ["left"]
    assert nothing_is_wrong()


def test_who_leaves_while_waiting_is_passed_over(sold_out, deliver, published):
    join(ADA, BOB)

    leave_waiting_list(sku="TEA", customer_id=ADA)
    cancel(sold_out)
    deliver("inventory")

    assert [it.customer_id for it in published(WaitingListLeft)] == [ADA]
    assert [it.customer_id for it in published(WaitingListOffered)] == [BOB]


def test_who_left_may_join_again_at_the_end(sold_out):
    join(ADA, BOB)
    leave_waiting_list(sku="TEA", customer_id=ADA)

    join(ADA)

    assert place_in_line(sku="TEA", customer_id=ADA).ahead == 1


def test_who_joins_twice_stands_in_line_once(sold_out, published):
    first, second = join(ADA, ADA)

    assert first.entry_id == second.entry_id
    assert len(published(WaitingListJoined)) == 1


def test_nobody_waits_for_what_can_be_bought():
    StockFactory(sku="TEA", on_hand=1)

    with pytest.raises(DomainError, match="can be ordered now"):
        join(ADA)


def test_nobody_waits_for_what_is_unknown():
    with pytest.raises(NotFound, match="no such SKU"):
        join(ADA, sku="NOPE")


def test_nobody_leaves_a_line_they_do_not_stand_in(sold_out):
    with pytest.raises(NotFound, match="You do not wait for this"):
        leave_waiting_list(sku="TEA", customer_id=ADA)


@pytest.mark.parametrize("title", ["x" * 256, "\0"])
def test_a_title_that_nobody_can_read_is_refused(sold_out, title):
    with pytest.raises(InvalidInput, match="A title has at most"):
        join_waiting_list(sku="TEA", customer_id=ADA, title=title)


def test_staff_release_an_offer_with_a_reason(sold_out, deliver, published):
    join(ADA, BOB)
    cancel(sold_out)
    deliver("inventory")

    offer = Reservation.objects.get(is_offer=True)
    release_hold(order_id=offer.order_id, reason="a reseller")

    assert states() == [EntryState.LAPSED, EntryState.OFFERED]
    assert [it.reason for it in published(WaitingListOfferEnded)] == ["released"]


def test_listings_hear_of_offers(sold_out, deliver, published):
    join(ADA)
    cancel(sold_out)
    deliver("inventory")

    told = published(StockUpdated)[-1]
    assert (told.on_hand, told.reserved, told.available) == (1, 1, 0)


def test_who_is_forgotten_waits_for_nothing(sold_out, deliver):
    join(ADA, BOB)

    happen(UserErased(user_id=new_id(), customer_id=ADA, former_customer_ids=()))
    deliver("inventory")

    assert states() == [EntryState.LEFT, EntryState.WAITING]


def test_what_was_left_free_is_offered_by_the_job(sold_out, published):
    # As if its place had been locked while the unit came.
    receive_stock(sku="TEA", warehouse="MAIN", quantity=1)
    WaitingListEntryFactory(sku="TEA", customer_id=ADA)
    assert line_unserved(since=clock.now() + timedelta(minutes=1)) == ["TEA"]

    assert offer_units_left_free() == 1

    assert [it.customer_id for it in published(WaitingListOffered)] == [ADA]
    assert line_unserved(since=clock.now() + timedelta(minutes=1)) == []


def test_illegal_moves_of_a_place_are_refused(sold_out):
    (entry,) = join(ADA)

    with pytest.raises(DomainError, match="A waiting place in the line cannot become bought"):
        entry.buy()


@pytest.fixture
def full_house(published):
    """The only two seats are held by one order; its id."""
    WarehouseFactory(code="HALL")
    open_tickets(sku="STALLS", warehouse="HALL", seats=["A1", "A2"])
    return place_ticket_order(tickets("STALLS", 0, "A1", "A2"))


def holders():
    return dict(Ticket.objects.values_list("seat", "order_id"))


def test_whoever_is_first_in_line_is_held_the_first_free_seat(full_house, deliver, published):
    ada, bob, _ = join(ADA, BOB, CLEO, sku="STALLS")

    cancel(full_house)
    deliver("inventory")

    assert holders() == {"A1": ada.entry_id, "A2": bob.entry_id}
    assert nothing_is_wrong()
    assert ticket_drift() == []


def test_a_held_seat_is_theirs_to_order_with_or_without_its_name(full_house, deliver):
    join(ADA, BOB, sku="STALLS")
    cancel(full_house)
    deliver("inventory")

    named = place_ticket_order(tickets("STALLS", 0, "A1"), customer_id=ADA)
    any_seat = place_ticket_order(tickets("STALLS", 1), customer_id=BOB)

    assert holders() == {"A1": named, "A2": any_seat}
    assert states() == [EntryState.BOUGHT, EntryState.BOUGHT]
    assert ticket_drift() == []


def test_who_wants_the_seat_of_somebody_else_keeps_their_own(full_house, deliver, published):
    ada, bob = join(ADA, BOB, sku="STALLS")
    cancel(full_house)
    deliver("inventory")

    place_ticket_order(tickets("STALLS", 0, "A2"), customer_id=ADA)

    assert len(published(StockRejected)) == 1
    assert holders() == {"A1": ada.entry_id, "A2": bob.entry_id}
    assert nothing_is_wrong()


def test_a_seat_that_was_offered_in_vain_goes_to_the_next(full_house, deliver):
    _, _, cleo = join(ADA, BOB, CLEO, sku="STALLS")
    cancel(full_house)
    deliver("inventory")

    leave_waiting_list(sku="STALLS", customer_id=ADA)

    assert holders()["A1"] == cleo.entry_id
    assert ticket_drift() == []


def test_an_order_may_take_over_its_own_offer_and_a_lapsed_one_of_somebody_else(
    sold_out, deliver, published
):
    StockFactory(sku="MUG", on_hand=1)
    mugs = place_order(("MUG", 1))
    join(ADA)
    join(BOB, sku="MUG")
    cancel(mugs)
    deliver("inventory")

    with clock.travelled_to(clock.now() + timedelta(hours=25)):
        cancel(sold_out)
        deliver("inventory")
        place_order(("MUG", 1), ("TEA", 1), customer_id=ADA)

    assert published(StockRejected) == []
    assert nothing_is_wrong()
