"""Vouchers in orders that staff writes down: the slots of the checkout, and its sentences."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.orders.models import DraftOrder, DraftState, Order, VoucherSlot
from apps.orders.queries import costs_of_draft, vouchers_that_do_not_add_up
from apps.orders.rules import NotEnough, PriceChanged, VoucherRefused, VoucherUsedUp
from apps.orders.services import (
    cancel_order,
    check_out,
    draft_order,
    place_draft,
    revise_draft,
    set_tax_rate,
)
from shop.kernel.errors import InvalidInput
from shop.kernel.identity import new_id
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_draft_pages import address_of, shown_form, written
from tests.apps.orders.test_drafts import euros, wish
from tests.apps.orders.test_voucher_races import cart_with_voucher
from tests.apps.orders.test_vouchers import taken, voucher
from tests.factories.orders import DraftOrderFactory, MemberFactory
from tests.together import outcomes_of


def drafted(code="tea-5 ", **units):
    return draft_order(wish=replace(wish(**units), voucher=code))


def test_the_buyer_pays_less_and_one_use_is_gone(stocked):
    stocked("TEA-1", units=5)
    voucher(slots=1)
    draft = drafted()

    costs = costs_of_draft(draft)
    placed = place_draft(draft_id=draft.id, accepted=costs.total)

    assert costs.total == euros("20.00")
    assert costs.discounts == ("Five off: 5.00 off",)
    assert (placed.order.total, placed.order.voucher_code) == (Decimal("20.00"), "TEA-5")
    assert taken() == 1
    assert vouchers_that_do_not_add_up() == []


def test_one_that_is_used_up_is_said_before_and_refused_after(stocked):
    stocked("TEA-1", units=5)
    voucher(slots=1)
    late = drafted()
    place_draft(draft_id=drafted().id, accepted=euros("20.00"))

    assert "Voucher TEA-5 is used up." in costs_of_draft(late).refusal
    with pytest.raises(VoucherRefused, match="used up"):
        place_draft(draft_id=late.id, accepted=euros("20.00"))

    revise_draft(draft_id=late.id, wish=wish())
    assert place_draft(draft_id=late.id, accepted=euros("25.00")).order.voucher_code == ""


def test_what_is_not_placed_keeps_no_use(stocked):
    stocked("TEA-1", units=1)
    voucher(slots=1)
    draft = drafted()

    with pytest.raises(NotEnough):
        place_draft(draft_id=draft.id, accepted=euros("20.00"))
    with pytest.raises(PriceChanged):
        place_draft(draft_id=draft.id, accepted=euros("25.00"))

    assert taken() == 0


def test_what_is_cancelled_gives_its_use_back(stocked):
    stocked("TEA-1", units=5)
    voucher(slots=1)
    placed = place_draft(draft_id=drafted().id, accepted=euros("20.00"))

    cancel_order(order_id=placed.order.id, reason="requested")

    assert taken() == 0


def test_one_for_members_counts_once_for_the_member_with_that_mail_address(stocked):
    stocked("TEA-1", units=9)
    voucher(once_per_customer=True)
    first, second = drafted(), drafted()

    assert "is for members" in costs_of_draft(first).refusal
    MemberFactory(mailbox="ada@example.com")
    place_draft(draft_id=first.id, accepted=euros("20.00"))
    with pytest.raises(VoucherRefused, match="used voucher TEA-5 before"):
        place_draft(draft_id=second.id, accepted=euros("20.00"))


def test_what_is_no_code_is_not_written_down(stocked):
    stocked("TEA-1", units=5)

    with pytest.raises(InvalidInput, match="A voucher has a code"):
        drafted("no code!")
    with pytest.raises(IntegrityError, match="draft_voucher_code_written"), transaction.atomic():
        DraftOrderFactory(voucher_code="no code!")

    assert not DraftOrder.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slots", [1, 2])
def test_drafts_and_a_cart_that_want_the_last_slots_at_once_get_no_more(stocked, slots):
    stocked("TEA-1", units=50)
    voucher(slots=slots)
    drafts = [drafted(TEA_1=1) for _ in range(2)]
    buyer = cart_with_voucher(new_id())

    outcomes = outcomes_of(
        [
            *(lambda draft=draft: place_draft_of(draft) for draft in drafts),
            lambda: check_out(customer_id=buyer, delivery_address=ADDRESS).order,
        ]
    )

    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds[Order] == slots
    assert kinds[VoucherUsedUp] + kinds[VoucherRefused] == 3 - slots
    assert Order.objects.count() == VoucherSlot.objects.exclude(order=None).count() == slots
    states = Counter(DraftOrder.objects.values_list("state", flat=True))
    assert states[DraftState.PLACED] + states[DraftState.OPEN] == len(drafts)
    assert vouchers_that_do_not_add_up() == []


def place_draft_of(draft):
    return place_draft(draft_id=draft.id, accepted=euros("7.50")).order


@pytest.fixture
def boss(client, stocked):
    set_tax_rate(country="GB", tax_class="reduced", rate=0)
    stocked("TEA-1", units=5)
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def test_staff_types_a_code_and_sees_what_it_takes_off(boss):
    voucher(slots=1)
    draft, page = written(boss, voucher="tea-5")
    form = shown_form(boss, draft)

    boss.post(address_of(draft), {**form, "step": "place"})

    assert "Five off: 5.00 off" in page
    assert "Together 20.00 EUR" in page
    assert (form["voucher"], form["accepted"]) == ("TEA-5", "20.00 EUR")
    assert Order.objects.get().voucher_code == "TEA-5"


def test_the_page_asks_for_the_price_once(boss):
    draft, _ = written(boss)

    with CaptureQueriesContext(connection) as captured:
        page = boss.get(address_of(draft)).content.decode()

    assert "Together 25.00 EUR" in page
    assert 'value="25.00 EUR"' in page
    assert sum("FROM orders_offer offer" in query["sql"] for query in captured) == 1
