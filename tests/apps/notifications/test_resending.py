from datetime import timedelta

import pytest
from django.core import mail

from apps.notifications.models import Message
from apps.notifications.services import send_again
from apps.notifications.tasks import send_message
from shop.events.notifications import NotificationRequested, NotificationSent
from shop.kernel import clock
from shop.kernel.context import Context, acting_in
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.factories.notifications import MessageFactory


def minutes_later(minutes):
    return clock.travelled_to(clock.now() + timedelta(minutes=minutes))


def letter_ids():
    return [letter.message()["Message-ID"] for letter in mail.outbox]


def test_a_lost_message_goes_out_under_its_old_id(do_jobs, published):
    message = MessageFactory(state="failed", due_at=None, error="unreachable")

    send_again(message_id=message.id)
    do_jobs()

    message.refresh_from_db()
    assert (message.state, message.error, message.copies) == ("sent", "", 0)
    assert letter_ids()[0].startswith(f"<{message.id}@")
    assert len(published(NotificationRequested)) == 1


def test_a_copy_of_what_was_sent_is_a_letter_of_its_own(db):
    message = MessageFactory()
    send_message(str(message.id))

    with minutes_later(2):
        send_again(message_id=message.id)
        send_message(str(message.id))

    first, copy = letter_ids()
    assert first != copy
    assert Message.objects.get().copies == 1


def test_what_is_sent_again_belongs_to_who_had_it_sent(db):
    message = MessageFactory(state="failed", due_at=None, error="unreachable")
    helping = Context(correlation_id=new_id())

    with acting_in(helping):
        send_again(message_id=message.id)
    send_message(str(message.id))

    requested, sent = OutboxEvent.objects.order_by("id")
    assert sent.type == NotificationSent.type_name()
    assert sent.correlation_id == helping.correlation_id
    assert sent.causation_id == requested.event_id


def test_two_clicks_send_once(db, published):
    message = MessageFactory(state="failed", due_at=None, error="smtp_550")

    send_again(message_id=message.id)
    send_again(message_id=message.id)
    send_message(str(message.id))
    with pytest.raises(DomainError, match="less than a minute ago"):
        send_again(message_id=message.id)

    assert len(mail.outbox) == 1
    assert len(published(NotificationRequested)) == 1


def test_patience_begins_anew(db, settings):
    settings.NOTIFICATION_CHANNELS = {"email": "tests.apps.notifications.channels.SilentChannel"}
    message = MessageFactory(state="failed", due_at=None, error="unreachable")

    with minutes_later(60 * 48):
        send_again(message_id=message.id)
        send_message(str(message.id))

    message.refresh_from_db()
    assert message.state == "waiting"
