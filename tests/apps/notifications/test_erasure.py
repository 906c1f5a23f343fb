"""After an erasure nobody can find out who was told what."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from apps.notifications.models import Contact, KnownOrder, Message
from apps.notifications.services import forget_customer
from apps.notifications.tasks import send_message
from shop.events.accounts import UserErased
from shop.events.notifications import NotificationFailed, NotificationSent
from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.notifications.facts import placed
from tests.factories.notifications import ContactFactory, KnownOrderFactory, MessageFactory


def erased(customer_id, *former):
    return UserErased(user_id=new_id(), customer_id=customer_id, former_customer_ids=former)


def everything_stored():
    texts = []
    with connection.cursor() as cursor:
        for model in (Contact, KnownOrder, Message):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {model._meta.db_table} t")  # noqa: S608
            texts.append(cursor.fetchone()[0] or "")
    return " ".join(texts)


def test_nothing_is_left_of_the_person_under_any_name(hear):
    member = ContactFactory(name="Ada Lovelace", phone="+442071234567")
    guest = ContactFactory(name="Ada Byron", email="ada@elsewhere.example")
    for contact in (member, guest):
        MessageFactory(
            customer_id=contact.customer_id, state="sent", due_at=None, sent_at=clock.now()
        )
        MessageFactory(customer_id=contact.customer_id, address="ada@third.example", secret="t0k3n")

    hear(erased(member.customer_id, guest.customer_id))

    left = everything_stored()
    assert not any(word in left for word in ("Ada", "ada@", "+44", "t0k3n"))
    assert Message.objects.count() == 4


def test_others_are_not_forgotten(hear):
    other = MessageFactory()

    hear(erased(new_id()))

    other.refresh_from_db()
    assert other.body
    assert Contact.objects.get(pk=other.customer_id).email


def test_what_waits_is_not_sent(hear, do_jobs, published):
    message = MessageFactory()

    hear(erased(message.customer_id))
    do_jobs()

    message.refresh_from_db()
    assert (message.state, message.error, message.due_at) == ("undeliverable", "erased", None)
    assert [event.reason for event in published(NotificationFailed)] == ["erased"]
    assert mail.outbox == []


def test_erasing_twice_is_erasing_once(hear, redeliver, published):
    message = MessageFactory()
    stored = hear(erased(message.customer_id))

    redeliver(stored)

    assert len(published(NotificationFailed)) == 1


def test_an_order_that_is_heard_of_late_brings_nobody_back(hear):
    customer_id = new_id()
    hear(erased(customer_id))

    hear(placed(customer_id=customer_id))

    assert "grace@example.com" not in everything_stored()


def test_news_of_an_erased_customer_are_kept_as_undeliverable(hear, published):
    order = KnownOrderFactory()
    hear(erased(order.customer_id))

    hear(placed(order_id=order.order_id, customer_id=order.customer_id))

    assert published(NotificationFailed) == []
    assert KnownOrder.objects.filter(pk=order.order_id).exists()


def test_an_erased_message_cannot_be_sent_again(hear):
    message = MessageFactory()
    hear(erased(message.customer_id))
    message.refresh_from_db()

    with pytest.raises(DomainError, match="text is not kept"):
        message.send_again()


class HeldChannel:
    """Lets the test act while the letter is on its way."""

    on_its_way = threading.Event()
    may_go_on = threading.Event()

    def send(self, letter):
        self.on_its_way.set()
        self.may_go_on.wait()


@pytest.mark.django_db(transaction=True)
def test_an_erasure_during_the_sending_wins(settings, published):
    settings.NOTIFICATION_CHANNELS = {"email": "tests.apps.notifications.test_erasure.HeldChannel"}
    message = MessageFactory()
    with ThreadPoolExecutor(1) as worker:
        sending = worker.submit(_send_and_leave, message.id)
        HeldChannel.on_its_way.wait()

        forget_customer(customer_ids=[message.customer_id])
        HeldChannel.may_go_on.set()
        sending.result()

    message.refresh_from_db()
    assert (message.state, message.body) == ("undeliverable", "")
    assert published(NotificationSent) == []
    assert [event.reason for event in published(NotificationFailed)] == ["erased"]


def _send_and_leave(message_id):
    try:
        send_message(str(message_id))
    finally:
        connection.close()
