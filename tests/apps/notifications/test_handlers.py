from decimal import Decimal
from uuid import UUID

import pytest

from apps.notifications.models import Contact, Message
from shop.events.accounts import ErasurePostponed, PasswordChanged, UserRegistered
from shop.events.base import Money
from shop.events.notifications import NotificationFailed, NotificationRequested
from shop.events.orders import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderItemsCancellationRefused,
    OrderRejected,
    OrderReturned,
    OrderShipped,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    Shortage,
)
from shop.events.payments import PaymentFailed, PaymentRefunded
from shop.kernel.errors import NotYet
from shop.kernel.identity import new_id
from tests.apps.notifications.facts import ADDRESS, TOTAL, given_up, item, placed, sent_back
from tests.factories.notifications import ContactFactory, KnownOrderFactory


def about(order, event_type, **facts):
    return event_type(
        order_id=order.order_id, number=order.number, customer_id=order.customer_id, **facts
    )


def payment_failed(order_id, *, reason):
    return PaymentFailed(
        payment_id=new_id(), attempt_id=new_id(), attempt=1, order_id=order_id, reason=reason
    )


@pytest.fixture
def order(db):
    contact = ContactFactory(name="Grace O'Hopper", email="grace@example.com")
    return KnownOrderFactory(number="7KQ2M-9XBDT", customer_id=contact.customer_id)


def test_a_new_user_is_welcomed_whatever_is_known_of_them_yet(hear):
    customer_id = new_id()

    hear(UserRegistered(customer_id=customer_id, email="ada@example.com", name="Ada"))

    message = Message.objects.get(customer_id=customer_id)
    assert (message.kind, message.state) == ("welcome", "waiting")
    assert message.subject == "Welcome to Tradewind"
    assert message.body.startswith("Hello Ada,\n")


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("en", "Your password for Tradewind was changed"),
        ("de", "Ihr Passwort für Tradewind wurde geändert"),
    ],
)
def test_the_owner_is_told_of_a_new_password_and_what_to_do(
    hear, redeliver, settings, locale, subject
):
    settings.SHOP_URL = "https://shop.example"
    owner = ContactFactory(name="Ada", locale=locale, phone="+442071234567", phone_channel="sms")

    redeliver(hear(PasswordChanged(user_id=owner.customer_id, customer_id=owner.customer_id)))

    message = Message.objects.get(customer_id=owner.customer_id)
    assert (message.subject, message.channel, message.state) == (subject, "email", "waiting")
    assert "Ada" in message.body
    assert "\nhttps://shop.example/account/forgotten\n" in message.body


@pytest.mark.parametrize(
    ("locale", "reason", "sentence"),
    [
        ("en", "wallet_holds_money", "tell us the bank account"),
        ("en", "order_under_way", "an order of yours is still under way"),
        ("en", "something_new", "something of yours is still under way"),
        ("de", "wallet_holds_money", "nennen Sie uns das Bankkonto"),
        ("de", "order_under_way", "eine Ihrer Bestellungen ist noch unterwegs"),
        ("de", "something_new", "etwas von Ihnen ist noch nicht abgeschlossen"),
    ],
)
def test_who_cannot_be_forgotten_yet_is_told_why(hear, locale, reason, sentence):
    customer_id = ContactFactory(locale=locale).customer_id

    hear(ErasurePostponed(user_id=customer_id, customer_id=customer_id, reason=reason))

    assert sentence in Message.objects.get(customer_id=customer_id).body


@pytest.mark.parametrize(
    ("event_type", "facts", "subject", "sentence"),
    [
        (
            OrderConfirmed,
            {"items": (item("Dot & Dash mug"),), "total": TOTAL, "delivery_address": ADDRESS},
            "Your order 7KQ2M-9XBDT is confirmed",
            "\n  2 x Dot & Dash mug\n\n  Total: 25.00 EUR\n",
        ),
        (
            OrderShipped,
            {"tracking_number": "TW-0815"},
            "Your order 7KQ2M-9XBDT is on its way",
            "TW-0815",
        ),
        (OrderDelivered, {}, "Your order 7KQ2M-9XBDT has arrived", "was delivered"),
        (
            OrderCancelled,
            {"items": (), "total": TOTAL, "reason": "requested"},
            "Your order 7KQ2M-9XBDT was cancelled",
            "as you asked",
        ),
        (
            OrderCancelled,
            {"items": (), "total": TOTAL, "reason": "expired"},
            "Your order 7KQ2M-9XBDT was cancelled",
            "not paid in time",
        ),
        (
            OrderCancelled,
            {"items": (), "total": TOTAL, "reason": "stock_lost"},
            "Your order 7KQ2M-9XBDT was cancelled",
            "sold out now",
        ),
        (
            OrderRejected,
            {"shortages": (Shortage(sku="MUG", wanted=3, available=0),)},
            "We could not take your order 7KQ2M-9XBDT",
            "MUG: you wanted 3, none left",
        ),
        (
            ReturnRequested,
            {"return_id": new_id(), "items": (sent_back(),), "reason": "damaged"},
            "You are sending something of order 7KQ2M-9XBDT back",
            "\n  3 x Dot & Dash mug\n\n",
        ),
        (
            ReturnReceived,
            {"return_id": new_id(), "items": (sent_back(restocked=1, damaged=1),)},
            "What you sent back of order 7KQ2M-9XBDT is here",
            "\n  2 x Dot & Dash mug\n\n",
        ),
        (
            OrderItemsCancellationRefused,
            {"cancellation_id": new_id(), "items": (given_up(),), "reason": "dispatched"},
            "It was too late to leave something out of order 7KQ2M-9XBDT",
            "\n  1 x Dot & Dash mug\n\n",
        ),
        (
            ReturnRefused,
            {"return_id": new_id(), "reason": "used"},
            "We cannot take back what you sent of order 7KQ2M-9XBDT",
            "was used",
        ),
        (OrderReturned, {}, "Your order 7KQ2M-9XBDT came back to us", "in our warehouse again"),
    ],
)
def test_the_buyer_is_told_how_the_order_stands(
    hear, published, order, event_type, facts, subject, sentence
):
    stored = hear(about(order, event_type, **facts))

    message = Message.objects.get(customer_id=order.customer_id)
    assert message.subject == subject
    assert message.body.startswith("Hello Grace O'Hopper,\n")
    assert sentence in message.body
    assert (message.state, message.subject_event) == ("waiting", UUID(stored.event_id))
    assert published(NotificationRequested) == [
        NotificationRequested(message_id=message.id, channel="email")
    ]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("card_declined", "the card was declined"),
        ("insufficient_funds", "not enough money on the card"),
        ("wrong_amount", "the money goes back to you"),
        ("something_new", "the payment was refused"),
    ],
)
def test_a_failed_payment_is_told_with_its_reason_and_where_to_pay_again(
    hear, order, settings, reason, sentence
):
    settings.SHOP_URL = "https://shop.example/"

    hear(payment_failed(order.order_id, reason=reason))

    message = Message.objects.get(customer_id=order.customer_id)
    assert message.subject == "Your payment for order 7KQ2M-9XBDT did not go through"
    assert sentence in message.body
    assert "\nhttps://shop.example/orders/7KQ2M-9XBDT\n" in message.body


def test_a_refund_is_told_with_its_amount(hear, order):
    yen = Money(amount=Decimal("1250"), currency="JPY")

    hear(
        PaymentRefunded(
            payment_id=new_id(), refund_id=new_id(), order_id=order.order_id, amount=yen
        )
    )

    assert "we have sent 1250 JPY" in Message.objects.get(customer_id=order.customer_id).body


def test_money_of_an_order_that_is_not_known_yet_is_told_later(hear):
    order = placed()
    with pytest.raises(NotYet):
        hear(payment_failed(order.order_id, reason="card_declined"))
    assert not Message.objects.exists()

    hear(order)
    hear(payment_failed(order.order_id, reason="card_declined"))

    assert Message.objects.get().customer_id == order.customer_id


def test_the_same_event_twice_makes_one_message(hear, redeliver, published, order):
    stored = hear(about(order, OrderDelivered))

    redeliver(stored)

    assert Message.objects.count() == 1
    assert len(published(NotificationRequested)) == 1


def test_two_events_of_one_kind_make_two_messages(hear, order):
    hear(payment_failed(order.order_id, reason="card_declined"))
    hear(payment_failed(order.order_id, reason="card_declined"))

    assert Message.objects.count() == 2


def test_without_an_address_the_message_is_kept_as_undeliverable(hear, published, order):
    Contact.objects.all().delete()

    stored = hear(about(order, OrderDelivered))

    message = Message.objects.get()
    assert (message.state, message.error, message.due_at) == ("undeliverable", "no_address", None)
    assert published(NotificationFailed) == [
        NotificationFailed(
            message_id=message.id,
            customer_id=order.customer_id,
            channel="email",
            subject_event=UUID(stored.event_id),
            reason="no_address",
        )
    ]
    assert published(NotificationRequested) == []


def test_a_requested_message_wakes_a_worker(hear, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as wakes:
        hear(NotificationRequested(message_id=new_id(), channel="email"))

    assert len(wakes) == 1
