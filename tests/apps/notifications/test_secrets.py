"""A token is read by its addressee and by nobody else, and not kept."""

import pytest
from django.core import mail
from django.db import connection

from apps.notifications.models import Message
from apps.notifications.services import send_again
from apps.notifications.tasks import send_message
from shop.events.accounts import EmailVerificationRequested, PasswordResetRequested
from shop.events.notifications import NotificationFailed
from shop.events.orders import OrderLinkRequested
from shop.kernel.customer_keys import forget_key
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.apps.notifications.facts import placed
from tests.factories.notifications import ContactFactory

TOKEN = "s3cret-t0ken"  # noqa: S105 - a test's


def asked_for(event_type, customer_id):
    return event_type(
        user_id=new_id(), customer_id=customer_id, email="new@example.com", token=TOKEN
    )


def everything_stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(message::text, ' ') FROM notifications_message message")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("event_type", "page"),
    [(EmailVerificationRequested, "verify"), (PasswordResetRequested, "reset")],
)
def test_the_link_goes_to_the_address_that_was_named_and_is_forgotten(
    hear, do_jobs, settings, event_type, page
):
    settings.SHOP_URL = "https://shop.example"
    contact = ContactFactory(email="old@example.com", phone="+442071234567")

    hear(asked_for(event_type, contact.customer_id))
    do_jobs()

    (sent,) = mail.outbox
    link = f"https://shop.example/account/{page}/{TOKEN}"
    assert sent.to == ["new@example.com"]
    assert f"\n{link}\n" in sent.body
    assert f'href="{link}"' in sent.alternatives[0][0]
    assert Message.objects.get().state == "sent"
    assert TOKEN not in everything_stored()
    assert "new@example.com" not in everything_stored()


def test_a_link_that_was_lost_is_mailed_once_for_each_time_it_was_asked_for(
    hear, redeliver, do_jobs, settings
):
    settings.SHOP_URL = "https://shop.example"
    customer_id = ContactFactory(email="old@example.com").customer_id
    asked = OrderLinkRequested(
        order_id=new_id(),
        number="7KQ2M-9XBDT",
        customer_id=customer_id,
        email="new@example.com",
        lookup_token=TOKEN,
    )

    redeliver(hear(asked))
    do_jobs()

    (sent,) = mail.outbox
    assert sent.to == ["new@example.com"]
    assert f"\nhttps://shop.example/orders/7KQ2M-9XBDT?token={TOKEN}\n" in sent.body
    assert TOKEN not in everything_stored()


def test_the_link_reaches_somebody_of_whom_nothing_is_known_yet(hear, do_jobs):
    hear(asked_for(EmailVerificationRequested, new_id()))

    do_jobs()

    assert TOKEN in mail.outbox[0].body


def test_a_link_that_is_given_up_is_forgotten_too(hear, settings):
    settings.NOTIFICATION_CHANNELS = {"email": "tests.apps.notifications.channels.RefusingChannel"}
    hear(asked_for(PasswordResetRequested, new_id()))

    send_message(str(Message.objects.get().id))

    assert Message.objects.get().state == "failed"
    assert TOKEN not in everything_stored()


@pytest.mark.parametrize("channel", ["SilentChannel", "RefusingChannel", "OvertakenChannel"])
def test_a_token_reaches_no_log(hear, settings, caplog, channel):
    caplog.set_level("DEBUG")
    settings.NOTIFICATION_CHANNELS = {"email": f"tests.apps.notifications.channels.{channel}"}

    hear(asked_for(PasswordResetRequested, new_id()))
    send_message(str(Message.objects.get().id))

    assert TOKEN not in caplog.text
    assert "new@example.com" not in caplog.text


def test_a_link_is_not_sent_again(hear, do_jobs):
    hear(asked_for(PasswordResetRequested, new_id()))
    do_jobs()

    with pytest.raises(DomainError, match="ask for a new link"):
        send_again(message_id=Message.objects.get().id)


def test_a_link_of_somebody_erased_meanwhile_is_never_sent(hear, redeliver, published):
    customer_id = new_id()
    stored = hear(asked_for(PasswordResetRequested, customer_id))
    Message.objects.all().delete()
    forget_key(customer_id)

    redeliver(stored)

    assert Message.objects.get().error == "no_address"
    assert [event.reason for event in published(NotificationFailed)] == ["no_address"]


def test_a_guest_gets_the_key_to_the_order(hear, do_jobs, settings):
    settings.SHOP_URL = "https://shop.example"

    hear(placed(lookup_token=TOKEN))
    do_jobs()

    (sent,) = mail.outbox
    assert sent.to == ["grace@example.com"]
    assert f"\nhttps://shop.example/orders/7KQ2M-9XBDT?token={TOKEN}\n" in sent.body
    assert TOKEN not in everything_stored()


def test_a_member_needs_no_key(hear):
    hear(placed(lookup_token=""))

    assert not Message.objects.exists()
