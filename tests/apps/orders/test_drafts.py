"""Orders that staff writes down for a buyer."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.inventory.queries import availability_of
from apps.orders.models import DraftOrder, DraftState, Order, OrderState
from apps.orders.queries import costs_of_draft
from apps.orders.rules import DraftWish, NotEnough, PriceChanged
from apps.orders.services import draft_order, drop_draft, forget_buyer, place_draft, revise_draft
from apps.orders.tasks import forget_left_drafts
from shop.events.base import Money
from shop.events.orders import OrderPlaced
from shop.kernel import clock
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.factories.orders import DraftOrderFactory, MemberFactory, PromotionFactory
from tests.together import at_once

MAIL = "Ada@Example.com"


def wish(**units):
    wanted = {sku.replace("_", "-"): quantity for sku, quantity in units.items()} or {"TEA-1": 2}
    return DraftWish(units=wanted, email=MAIL, delivery_address=ADDRESS)


def euros(amount):
    return Money(amount=Decimal(amount), currency="EUR")


def test_a_draft_becomes_an_order_that_is_held_and_waits_for_its_money(stocked, published):
    stocked("TEA-1", units=5)
    draft = draft_order(wish=wish())

    placed = place_draft(draft_id=draft.id, accepted=euros("25.00"))

    draft.refresh_from_db()
    assert placed.order.state == OrderState.PENDING_PAYMENT
    assert availability_of(["TEA-1"]) == {"TEA-1": 3}
    assert (draft.state, draft.order) == (DraftState.PLACED, placed.order)
    (told,) = published(OrderPlaced)
    assert (told.email, told.delivery_address) == (MAIL, ADDRESS)


def test_its_buyer_is_mailed_a_link_and_a_member_has_it_in_the_account(stocked, published):
    stocked("TEA-1", units=5)
    member = MemberFactory(mailbox="ada@example.com")

    place_draft(draft_id=draft_order(wish=wish()).id, accepted=euros("25.00"))
    member.mailbox = ""
    member.save()
    place_draft(draft_id=draft_order(wish=wish()).id, accepted=euros("25.00"))

    of_member, of_guest = published(OrderPlaced)
    assert of_member.customer_id == member.customer_id != of_guest.customer_id
    assert of_member.lookup_token
    assert of_guest.lookup_token


def test_a_member_has_the_price_for_members(stocked):
    stocked("TEA-1", units=5)
    PromotionFactory(percent=Decimal("0.10"), members_only=True)
    MemberFactory(mailbox="ada@example.com")
    draft = draft_order(wish=wish())

    costs = costs_of_draft(draft)
    place_draft(draft_id=draft.id, accepted=costs.total)

    assert costs.total == euros("22.50")
    assert Order.objects.get().total == Decimal("22.50")


def test_once_placed_it_is_that_order_however_often_it_is_placed(stocked):
    stocked("TEA-1", units=5)
    draft = draft_order(wish=wish())
    first = place_draft(draft_id=draft.id, accepted=euros("25.00"))

    again = place_draft(draft_id=draft.id, accepted=euros("25.00"))

    assert again.was_placed_before
    assert (again.order, again.lines) == (first.order, first.lines)
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_place_it_at_once_place_one_order(stocked):
    stocked("TEA-1", units=50)
    draft = draft_order(wish=wish())

    def place():
        return place_draft(draft_id=draft.id, accepted=euros("25.00"))

    placed = at_once([place] * 8)

    assert len({one.order.pk for one in placed}) == 1
    assert sum(not one.was_placed_before for one in placed) == 1
    assert availability_of(["TEA-1"]) == {"TEA-1": 48}


def test_a_price_that_nobody_accepted_is_not_asked_of_anybody(stocked):
    stocked("TEA-1", units=5, price="13.00")
    draft = draft_order(wish=wish())

    with pytest.raises(PriceChanged, match=r"26.00 EUR now, and not 25.00 EUR"):
        place_draft(draft_id=draft.id, accepted=euros("25.00"))

    assert not Order.objects.exists()


def test_a_shortage_leaves_nothing_but_the_draft(stocked):
    stocked("TEA-1", units=1)
    draft = draft_order(wish=wish())

    with pytest.raises(NotEnough, match="TEA-1: 1 left"):
        place_draft(draft_id=draft.id, accepted=euros("25.00"))

    draft.refresh_from_db()
    assert draft.state == DraftState.OPEN
    assert not Order.objects.exists()
    assert availability_of(["TEA-1"]) == {"TEA-1": 1}


def test_a_draft_is_changed_until_it_is_over(stocked):
    draft = draft_order(wish=wish())

    revise_draft(draft_id=draft.id, wish=wish(TEA_2=1, TEA_3=4))

    draft.refresh_from_db()
    assert draft.wish.units == {"TEA-2": 1, "TEA-3": 4}
    drop_draft(draft_id=draft.id)
    for move in (
        lambda: revise_draft(draft_id=draft.id, wish=wish()),
        lambda: place_draft(draft_id=draft.id, accepted=euros("25.00")),
        lambda: drop_draft(draft_id=draft.id),
    ):
        with pytest.raises(DomainError, match="dropped already"):
            move()


@pytest.mark.parametrize(
    "over", [drop_draft, lambda draft_id: place_draft(draft_id=draft_id, accepted=euros("25.00"))]
)
def test_what_is_over_does_not_say_any_more_who_it_was_for(stocked, over):
    stocked("TEA-1", units=5)
    draft = draft_order(wish=wish())

    over(draft_id=draft.id)

    draft.refresh_from_db()
    assert (draft.email, draft.name, draft.line1, draft.postal_code) == ("", "", "", "")


@pytest.mark.parametrize(
    ("units", "email", "sentence"),
    [
        ({}, MAIL, "between 1 and 100 lines"),
        ({"TEA-1": 0}, MAIL, "0 units of TEA-1"),
        ({"TEA-1": 1}, "", "a mail address"),
    ],
)
def test_what_cannot_be_ordered_is_not_written_down(db, units, email, sentence):
    wished = DraftWish(units=units, email=email, delivery_address=ADDRESS)

    with pytest.raises(InvalidInput, match=sentence):
        draft_order(wish=wished)

    assert not DraftOrder.objects.exists()


def test_a_draft_that_there_is_not_is_not_found(db):
    with pytest.raises(NotFound, match="no such draft"):
        drop_draft(draft_id=new_id())


def test_who_is_forgotten_has_no_draft_any_more(db):
    member = MemberFactory(mailbox="ada@example.com")
    draft, other = DraftOrderFactory(email=MAIL), DraftOrderFactory(email="bob@example.com")

    forget_buyer(customer_ids=[member.customer_id])

    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.state, draft.email) == (DraftState.DROPPED, "")
    assert other.state == DraftState.OPEN


def test_drafts_that_nobody_comes_back_to_are_forgotten_after_90_days(stocked):
    stocked("TEA-1", units=5)
    placed = draft_order(wish=wish())
    place_draft(draft_id=placed.id, accepted=euros("25.00"))
    DraftOrderFactory()
    kept = DraftOrderFactory()
    DraftOrder.objects.exclude(pk=kept.pk).update(changed_at=clock.now() - timedelta(days=91))

    assert forget_left_drafts() == 1
    assert set(DraftOrder.objects.all()) == {placed, kept}
