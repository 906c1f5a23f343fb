"""A card that is charged when the parcel leaves, and what is asked of its buyer if it is not."""

import pytest

from apps.orders.models import Order
from apps.orders.services import ship_order
from apps.payments.models import AttemptState, Payment, PaymentAttempt, PaymentState
from apps.payments.rules import ChargeStatus
from apps.payments.services import grant_refund
from shop.events.base import Money
from shop.kernel.identity import new_id
from tests.shop.storefront.reader import Page
from tests.shop.storefront.test_paying import gateway_says, page_of, press, returned

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(client, bought, settings, deliver) -> Order:
    """An order of 12.50 euros whose buyer came back from the card page, and the bank said yes."""
    settings.CAPTURE = "on_dispatch"
    returned(client, bought)
    gateway_says(ChargeStatus.AUTHORISED)
    deliver("orders")
    return bought


@pytest.fixture
def overdue(promised, deliver) -> Order:
    """It left, and then the bank did not give what it had promised."""
    ship_order(order_id=promised.id, tracking_number="SB1")
    due_at_once()
    gateway_says(ChargeStatus.VOIDED)
    deliver("orders")
    return promised


def due_at_once() -> None:
    attempt = PaymentAttempt.objects.get()
    attempt.fall_due()
    attempt.save(update_fields=["due_at"])


def order_page(client, order) -> Page:
    return Page(client.get(f"/orders/{order.number}"))


def test_the_page_says_when_the_card_is_charged(client, promised):
    shown = client.get(f"/orders/{promised.number}").content.decode()

    assert "€12.50 is charged when we send it" in shown
    assert "data-can-pay hidden" in shown


def test_what_is_promised_cannot_be_paid_again(client, promised):
    pay = client.get(f"/orders/{promised.number}/pay")
    back = returned(client, promised, token="tok_4000000000000002")

    assert pay["Location"] == back["Location"] == f"/orders/{promised.number}"
    assert PaymentAttempt.objects.count() == 1


def test_what_is_overdue_can_be_paid_although_it_left(client, overdue):
    page = page_of(client, overdue)

    assert "Still to be paid" in page.text
    assert "Pay €12.50 by card" in page.text
    assert "We keep everything for you" not in page.text


def test_less_is_asked_for_after_a_credit(client, overdue):
    grant_refund(
        order_id=overdue.id,
        credit_id=new_id(),
        owed=Money(amount=5, currency="EUR"),
        reason="sent_back",
    )

    assert "Pay €7.50 by card" in page_of(client, overdue).text
    assert "Pay €7.50" in order_page(client, overdue).text


def test_whoever_pays_what_is_overdue_by_another_card_has_paid(client, overdue):
    returned(client, overdue, token="tok_4111111111111111")

    first, second = PaymentAttempt.objects.order_by("number")
    assert (first.state, second.state) == (AttemptState.VOIDED, AttemptState.REQUESTED)
    assert "Your payment is being checked" in order_page(client, overdue).text
    assert Payment.objects.get().state == PaymentState.LAPSED


def test_whoever_pays_what_is_overdue_with_an_app_is_asked_to_approve(client, overdue):
    page = Page(press(client, overdue, "upi_collect", vpa="ada@bank"))

    assert PaymentAttempt.objects.latest("number").method == "upi_collect"
    assert "preparing your payment of €12.50" in page.text
