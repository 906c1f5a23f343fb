"""Mail for everybody; the phone rings only for what cannot wait, where its owner wants it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from apps.notifications.models import Message
from apps.notifications.rules import MessageKind, News, channels_for
from apps.notifications.services import tell
from shop.events.orders import OrderConfirmed, OrderShipped
from shop.events.payments import PaymentActionRequired
from shop.kernel.identity import new_id
from tests.apps.notifications.facts import ADDRESS, TOTAL, item
from tests.factories.notifications import ContactFactory, KnownOrderFactory

PHONE = "+442071234567"


@pytest.mark.parametrize(
    ("phone", "chosen", "offered", "channels"),
    [
        (PHONE, "sms", ("sms", "whatsapp"), ("email", "sms")),
        (PHONE, "whatsapp", ("sms", "whatsapp"), ("email", "whatsapp")),
        (PHONE, "", ("sms", "whatsapp"), ("email",)),
        ("", "sms", ("sms", "whatsapp"), ("email",)),
        (PHONE, "sms", (), ("email",)),
        (PHONE, "email", ("email", "sms"), ("email",)),
    ],
)
def test_where_urgent_news_go(phone, chosen, offered, channels):
    kind = MessageKind.ORDER_SHIPPED

    assert channels_for(kind, phone=phone, phone_channel=chosen, offered=offered) == channels


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_goes_by_mail(kind):
    assert "email" in channels_for(kind, phone=PHONE, phone_channel="sms", offered=("sms",))


def shipped(contact):
    return OrderShipped(
        order_id=new_id(),
        number="7KQ2M-9XBDT",
        customer_id=contact.customer_id,
        tracking_number="TW-1",
    )


def test_a_shipped_order_is_told_by_mail_and_to_the_phone_once_each(hear, redeliver):
    contact = ContactFactory(phone=PHONE, phone_channel="whatsapp", locale="de")

    redeliver(hear(shipped(contact)))

    mail, chat = Message.objects.order_by("channel")
    assert (mail.channel, chat.channel) == ("email", "whatsapp")
    assert chat.body.startswith("Ihre Bestellung 7KQ2M-9XBDT ist unterwegs: http")
    assert {mail.order_number, chat.order_number} == {"7KQ2M-9XBDT"}
    assert mail.id != chat.id


def test_a_confirmed_order_does_not_ring(hear):
    contact = ContactFactory(phone=PHONE)

    hear(
        OrderConfirmed(
            order_id=new_id(),
            number="7KQ2M-9XBDT",
            customer_id=contact.customer_id,
            items=(item("Mug"),),
            total=TOTAL,
            delivery_address=ADDRESS,
        )
    )

    assert Message.objects.get().channel == "email"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("redirect", "your bank"), ("upi_intent", "in your UPI app"), ("wait", "has a request")],
)
def test_a_payment_that_waits_for_the_buyer_is_told(hear, kind, sentence):
    contact = ContactFactory(phone=PHONE)
    order = KnownOrderFactory(customer_id=contact.customer_id, number="7KQ2M-9XBDT")

    hear(
        PaymentActionRequired(
            payment_id=new_id(), attempt_id=new_id(), order_id=order.order_id, kind=kind
        )
    )

    assert {message.channel for message in Message.objects.all()} == {"email", "sms"}
    assert sentence in Message.objects.get(channel="email").body


@pytest.mark.django_db(transaction=True)
def test_told_by_two_at_once_it_is_told_once():
    customer_id = ContactFactory(phone=PHONE).customer_id
    news = News(kind=MessageKind.ORDER_DELIVERED, customer_id=customer_id, facts={"number": "1"})
    subject_event, together = new_id(), Barrier(2)

    def tell_and_leave(_):
        together.wait()
        try:
            tell(news, subject_event=subject_event)
        except IntegrityError:
            # The bus tries the loser again, and it finds that everything was told.
            tell(news, subject_event=subject_event)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(tell_and_leave, range(2)))

    assert sorted(Message.objects.values_list("channel", flat=True)) == ["email", "sms"]
