from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from apps.notifications.models import Contact, Message
from apps.notifications.services import record_lost, record_sent
from apps.notifications.tasks import send_message
from shop.events.notifications import NotificationFailed, NotificationSent
from shop.kernel import clock
from shop.kernel.errors import ClaimLost, DomainError
from tests.factories.notifications import ContactFactory, MessageFactory

CHANNELS = "tests.apps.notifications.channels"


@pytest.fixture
def channel(settings):
    """`channel("SilentChannel")`: mail goes that way from now on."""

    def use(name):
        settings.NOTIFICATION_CHANNELS = {"email": f"{CHANNELS}.{name}"}

    return use


@pytest.fixture
def mended(settings):
    """`mended()`: mail goes its usual way again."""
    usual = settings.NOTIFICATION_CHANNELS

    def use():
        settings.NOTIFICATION_CHANNELS = usual

    return use


def later(**length):
    return clock.travelled_to(clock.now() + timedelta(**length))


def test_a_waiting_message_is_sent_to_the_newest_address(do_jobs, published):
    message = MessageFactory()
    Contact.objects.update(email="new@example.com")

    do_jobs()

    (sent,) = mail.outbox
    message.refresh_from_db()
    assert (sent.to, sent.subject, sent.body) == (
        ["new@example.com"],
        message.subject,
        message.body,
    )
    assert (message.state, message.due_at) == ("sent", None)
    assert published(NotificationSent) == [
        NotificationSent(
            message_id=message.id,
            customer_id=message.customer_id,
            channel="email",
            subject_event=message.subject_event,
        )
    ]


def test_a_message_that_was_sent_is_not_sent_again(db):
    message = MessageFactory()

    send_message(str(message.id))
    with later(hours=1):
        send_message(str(message.id))

    assert len(mail.outbox) == 1


def test_a_crash_before_the_record_sends_the_same_letter_again(db, mended, channel, published):
    message = MessageFactory()
    channel("DyingChannel")
    with pytest.raises(SystemExit):
        send_message(str(message.id))
    mended()

    send_message(str(message.id))
    assert len(mail.outbox) == 1
    with later(seconds=61):
        send_message(str(message.id))

    first, second = [letter.message()["Message-ID"] for letter in mail.outbox]
    assert first == second
    assert len(published(NotificationSent)) == 1


def test_what_a_lost_claim_brought_in_is_not_recorded(db, channel, published):
    message = MessageFactory()
    channel("OvertakenChannel")

    send_message(str(message.id))

    message.refresh_from_db()
    assert (message.state, message.claims) == ("waiting", 2)
    assert published(NotificationSent) == []


def test_a_silent_channel_is_asked_again_later(db, channel, published):
    message = MessageFactory()
    channel("SilentChannel")

    send_message(str(message.id))

    message.refresh_from_db()
    assert (message.state, message.claims) == ("waiting", 1)
    assert message.due_at > clock.now()
    assert published(NotificationFailed) == []


def test_a_channel_that_stays_silent_is_given_up_after_a_day(db, channel, published):
    message = MessageFactory()
    channel("SilentChannel")

    with later(hours=23):
        send_message(str(message.id))
    message.refresh_from_db()
    assert message.state == "waiting"
    with later(hours=25):
        send_message(str(message.id))

    message.refresh_from_db()
    assert (message.state, message.error, message.due_at) == ("failed", "unreachable", None)
    assert [event.reason for event in published(NotificationFailed)] == ["unreachable"]


def test_a_refused_message_has_failed_at_once(db, channel, published):
    message = MessageFactory()
    channel("RefusingChannel")

    send_message(str(message.id))

    message.refresh_from_db()
    assert (message.state, message.error, message.claims) == ("failed", "smtp_550", 1)
    assert [event.reason for event in published(NotificationFailed)] == ["smtp_550"]


def test_a_message_to_somebody_forgotten_meanwhile_is_undeliverable(db, published):
    message = MessageFactory()
    Contact.objects.all().delete()

    send_message(str(message.id))

    message.refresh_from_db()
    assert (message.state, message.error) == ("undeliverable", "no_address")
    assert [event.reason for event in published(NotificationFailed)] == ["no_address"]
    assert mail.outbox == []


def test_short_news_go_to_the_phone(db, channel, published):
    contact = ContactFactory(phone="")
    message = MessageFactory(channel="sms", customer_id=contact.customer_id)

    send_message(str(message.id))

    message.refresh_from_db()
    assert (message.state, message.error) == ("undeliverable", "no_address")


def test_mail_says_the_same_as_plain_text_and_as_a_page(db):
    contact = ContactFactory()
    message = MessageFactory(
        customer_id=contact.customer_id, body="Dot & Dash:\n\nFollow it:\nhttps://shop.example/x\n"
    )

    send_message(str(message.id))

    (sent,) = mail.outbox
    ((page, media_type),) = sent.alternatives
    assert sent.body == message.body
    assert media_type == "text/html"
    assert "<p style" in page
    assert "Dot &amp; Dash:" in page
    assert 'href="https://shop.example/x"' in page


def test_a_channel_that_is_not_registered_is_named_and_the_message_waits(db):
    contact = ContactFactory(phone="+442071234567")
    message = MessageFactory(channel="pigeon", customer_id=contact.customer_id)

    with pytest.raises(LookupError, match="pigeon: add it to NOTIFICATION_CHANNELS"):
        send_message(str(message.id))

    message.refresh_from_db()
    assert message.state == "waiting"


@pytest.mark.parametrize("name", ["SilentChannel", "RefusingChannel", "OvertakenChannel"])
def test_nothing_personal_reaches_the_log(db, channel, caplog, name):
    caplog.set_level("DEBUG")
    contact = ContactFactory(name="Ada Lovelace", email="ada@example.com")
    message = MessageFactory(customer_id=contact.customer_id)
    channel(name)

    send_message(str(message.id))

    message.refresh_from_db()
    written = caplog.text + message.error
    assert "ada@example.com" not in written
    assert "Lovelace" not in written


def test_only_the_latest_claim_records_and_only_once(db):
    message = MessageFactory(claims=2)

    with pytest.raises(ClaimLost):
        record_sent(message_id=message.id, claims=1)
    record_sent(message_id=message.id, claims=2)
    with pytest.raises(DomainError, match="A sent message cannot become failed"):
        record_lost(message_id=message.id, claims=2, reason="smtp_550")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "dreamt", "due_at": None}, "message_state_known"),
        ({"kind": "gossip"}, "message_kind_known"),
        ({"due_at": None}, "message_due_while_waiting"),
        ({"state": "sent", "due_at": None}, "message_sent_when"),
        ({"state": "failed", "due_at": None}, "message_lost_why"),
        ({"error": "smtp_550"}, "message_lost_why"),
        (
            {"state": "sent", "due_at": None, "sent_at": "2026-01-01T00:00Z", "secret": "t0k3n"},
            "message_secret_while_waiting",
        ),
    ],
)
def test_the_database_keeps_the_rules_too(db, change, constraint):
    message = MessageFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**change)


def test_the_database_keeps_one_message_of_an_event_per_customer_and_channel(db):
    message = MessageFactory()

    with pytest.raises(IntegrityError, match="message_once"), transaction.atomic():
        MessageFactory(customer_id=message.customer_id, subject_event=message.subject_event)
