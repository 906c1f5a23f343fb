"""What staff does with drafts in the admin site."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from apps.orders.models import DraftOrder, DraftState, Order, OrderState
from apps.orders.services import set_tax_rate
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.shop.storefront.reader import Page

NEW = reverse("admin:orders_draftorder_add")
BUYER = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "line2": "",
    "postal_code": "SW1Y 4JH",
    "city": "London",
    "country": "GB",
}


@pytest.fixture(autouse=True)
def tea(stocked):
    """Five tins at 12.50, and a shop that sends parcels to Great Britain."""
    set_tax_rate(country="GB", tax_class="reduced", rate=0)
    return stocked("TEA-1", units=5)


@pytest.fixture
def boss(client):
    client.force_login(get_user_model().objects.create_superuser("boss@example.com", "-"))
    return client


def written(boss, units="TEA-1 2", **words):
    """Sends the form of a new draft; the draft, if there is one now."""
    form = {**BUYER, "units": units, "shipping_method": "", "note": "", "key": str(new_id())}
    answer = boss.post(NEW, {**form, **words}, follow=True)
    return DraftOrder.objects.first(), answer.content.decode()


def address_of(draft):
    return reverse("admin:orders_draftorder_change", args=[draft.pk])


def shown_form(boss, draft):
    """What the page of the draft would send."""
    form = boss.get(address_of(draft)).context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields}


def test_a_draft_shows_its_price_and_is_placed_at_it(boss):
    draft, page = written(boss)
    form = shown_form(boss, draft)

    placed = boss.post(address_of(draft), {**form, "step": "place"})

    assert "2 x Darjeeling, 250 g at 12.50" in page
    assert "Together 25.00 EUR" in page
    order = Order.objects.get()
    assert placed["Location"] == reverse("admin:orders_order_change", args=[order.pk])
    assert (order.state, order.name) == (OrderState.PENDING_PAYMENT, "Ada Lovelace")
    told = OutboxEvent.objects.get(type="tradewind.orders.OrderPlaced.v1")
    assert told.actor.startswith("staff:")


def test_a_second_click_places_nothing_more(boss):
    draft, _ = written(boss)
    form = {**shown_form(boss, draft), "step": "place"}

    first, second = (boss.post(address_of(draft), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_a_price_that_turned_meanwhile_is_asked_for_again(boss, tea):
    draft, _ = written(boss)
    form = shown_form(boss, draft)
    tea.price = 13
    tea.save()

    answer = boss.post(address_of(draft), {**form, "step": "place"})

    assert "26.00 EUR now, and not 25.00 EUR" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_shortage_is_named_and_what_was_typed_stays(boss):
    draft, _ = written(boss, units="TEA-1 9")

    answer = boss.post(address_of(draft), {**shown_form(boss, draft), "step": "place"})

    assert "TEA-1: 5 left" in answer.content.decode()
    assert "TEA-1 9</textarea>" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_draft_is_changed_and_dropped(boss):
    draft, _ = written(boss)
    form = shown_form(boss, draft)

    boss.post(address_of(draft), {**form, "units": "TEA-1 1", "step": "save"})
    assert draft.lines.get().quantity == 1
    boss.post(address_of(draft), {**shown_form(boss, draft), "step": "drop"})

    draft.refresh_from_db()
    assert draft.state == DraftState.DROPPED
    assert "Place the order" not in boss.get(address_of(draft)).content.decode()


def test_goods_without_a_price_say_so_and_cannot_be_placed(boss):
    draft, page = written(boss, units="TEA-UNKNOWN 1")

    answer = boss.post(address_of(draft), {**shown_form(boss, draft), "step": "place"})

    assert "TEA-UNKNOWN" in Page(boss.get(address_of(draft))).text
    assert "It has no price so far" in answer.content.decode()
    assert page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"units": "TEA-1"}, "has no quantity"),
        ({"units": "TEA-1 0"}, "0 units of TEA-1"),
        ({"email": "ada"}, "Enter a valid email address"),
        ({"country": "XX"}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_written_down_is_explained(boss, words, sentence):
    draft, page = written(boss, **words)

    assert draft is None
    assert sentence in page
