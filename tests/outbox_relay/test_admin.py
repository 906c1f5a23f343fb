"""What operators see of the outbox, and what they may do about it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from outbox_relay import cursors, parking
from outbox_relay.cursors import Lane
from outbox_relay.inbox.incoming import Place
from outbox_relay.inbox.refusing import Refused, refuse
from outbox_relay.operating.lines import unpark
from shop.events.shipping import ShipmentDelivered
from shop.kernel import clock
from shop.kernel.bus import publish
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models import (
    OutboxEvent,
    OutboxInboxStream,
    OutboxParkedEvent,
    OutboxParkedKey,
    OutboxSkipped,
)
from shop.kernel.outbox.standing import standings
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.roles import appoint, grant_roles
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PARKED = "admin:kernel_outboxparkedkey_changelist"


@unit_of_work
def deliver_parcel():
    publish(ShipmentDelivered(shipment_id=new_id(), order_id=new_id()))


@pytest.fixture
def dead(db):
    cursors.add_missing([Lane("orders")])
    return OutboxParkedKey.objects.create(
        consumer="orders",
        key=f"shipment:{new_id()}",
        state="dead",
        attempts=parking.LAST_ATTEMPT,
        next_retry_at=clock.now() + timedelta(hours=1),
        error="builtins.ValueError in handle:1",
        head_event=1,
    )


@pytest.fixture
def finance(client, db):
    grant_roles()
    user = UserFactory(email="fin@example.com", password="!")
    appoint(email=user.email, roles=["finance"])
    client.force_login(user)
    return client


def try_again(client, parked):
    return client.post(
        reverse(PARKED), {"action": "try_again", "_selected_action": [parked.pk]}, follow=True
    )


@pytest.mark.django_db(transaction=True)
def test_a_consumer_is_behind_by_the_events_that_it_hears():
    cursors.add_missing([Lane("orders"), Lane("catalog"), Lane("files")])
    deliver_parcel()
    deliver_parcel()

    behind = {it.consumer: it.events_behind for it in standings()}

    assert behind == {"orders": 2, "catalog": 0, "files": 2}
    assert all(it.behind >= timedelta(0) for it in standings())


@pytest.mark.django_db(transaction=True)
def test_shards_of_the_topics_share_what_waits():
    cursors.add_missing([Lane("kafka", shard) for shard in range(8)])
    for _ in range(5):
        deliver_parcel()

    assert sum(it.events_behind for it in standings()) == 5
    assert len(standings()) == 8


def test_a_lease_says_who_looks_after_a_consumer(admin_client):
    cursors.add_missing([Lane("orders"), Lane("files")])
    cursors.take(Lane("orders"), "harbour-1", even_from="")

    page = admin_client.get(reverse("admin:kernel_outboxcursor_changelist")).content.decode()

    assert "harbour-1" in page
    assert page.count("nobody: is a relay running?") == 1


def test_a_sink_that_takes_nothing_says_why(admin_client):
    cursors.add_missing([Lane("files")])
    lease, _ = cursors.take(Lane("files"), "harbour-1")
    cursors.note_failure(lease, "Kafka did not take all records: <too large>")
    cursors.note_failure(lease, "Kafka did not take all records: <too large>")

    page = admin_client.get(reverse("admin:kernel_outboxcursor_changelist")).content.decode()

    assert "2 tries. Kafka did not take all records: &lt;too large&gt;" in page


def test_a_dead_line_is_due_again_with_all_its_patience(admin_client, dead):
    answer = try_again(admin_client, dead)

    dead.refresh_from_db()
    assert "is tried again by orders" in answer.content.decode()
    assert (dead.state, dead.attempts) == ("retrying", 0)
    assert list(parking.due_lines(Lane("orders"))) == [dead.key]


@pytest.fixture
def dead_of_inbox(dead):
    """The line of an aggregate that came in through Kafka, and of which events are missing."""
    dead.consumer = "notifications-inbox"
    dead.save()
    kind, _, aggregate_id = dead.key.partition(":")
    stream = {"aggregate_type": kind, "aggregate_id": aggregate_id, "source": "tradewind"}
    OutboxInboxStream.objects.create(
        consumer="notifications", last_seq=3, missing="{[2,3)}", **stream
    )
    return dead


def test_what_came_in_is_tried_again_as_well(admin_client, dead_of_inbox):
    answer = try_again(admin_client, dead_of_inbox)

    dead_of_inbox.refresh_from_db()
    assert "is tried again by notifications-inbox" in answer.content.decode()
    assert (dead_of_inbox.state, dead_of_inbox.attempts) == ("retrying", 0)


def test_streams_that_miss_events_can_be_picked_out(admin_client, dead_of_inbox):
    whole = {"source": "tradewind", "aggregate_type": "order", "aggregate_id": "whole"}
    OutboxInboxStream.objects.create(consumer="notifications", last_seq=1, **whole)

    url = reverse("admin:kernel_outboxinboxstream_changelist")
    everything = admin_client.get(url).content.decode()
    missing = admin_client.get(url, {"misses": "events"}).content.decode()

    assert ("whole" in everything, "whole" in missing) == (True, False)
    assert dead_of_inbox.key.partition(":")[2] in missing


def test_refused_records_are_shown_with_their_place_and_reason(admin_client):
    refuse("notifications", Refused(Place("notifications-inbox", 2, 7), "It is a tombstone."))

    page = admin_client.get(reverse("admin:kernel_outboxrefusedrecord_changelist"))

    assert "It is a tombstone." in page.content.decode()


def test_finance_may_look_but_not_retry(finance, dead):
    page = finance.get(reverse(PARKED))
    try_again(finance, dead)

    dead.refresh_from_db()
    assert "builtins.ValueError in handle:1" in page.content.decode()
    assert "Try again now" not in page.content.decode()
    assert dead.state == "dead"


def test_a_line_that_went_on_meanwhile_is_not_retried(dead):
    dead.delete()

    with pytest.raises(DomainError, match="not any more"):
        unpark("orders", dead.key)


def test_a_parked_line_shows_types_and_no_contents(admin_client, dead):
    deliver_parcel()
    event = OutboxEvent.objects.get()
    stored = {"type": event.type, "payload": "secret contents"}
    OutboxParkedEvent.objects.create(
        consumer=dead.consumer, key=dead.key, outbox_id=event.id, event=stored
    )

    page = admin_client.get(reverse("admin:kernel_outboxparkedkey_change", args=[dead.pk]))

    assert "ShipmentDelivered" in page.content.decode()
    assert "secret contents" not in page.content.decode()


def test_events_are_found_by_the_id_of_what_they_are_about(admin_client):
    deliver_parcel()
    deliver_parcel()
    event = OutboxEvent.objects.order_by("id").first()

    found = admin_client.get(
        reverse("admin:kernel_outboxevent_changelist"), {"q": event.aggregate_id}
    )

    assert found.context["cl"].result_count == 1


@pytest.fixture
def waiting(dead):
    """The event at the head of the dead line."""
    deliver_parcel()
    event = OutboxEvent.objects.get()
    stored = {"type": event.type, "event_id": f"{event.event_id}", "payload": "secret contents"}
    return OutboxParkedEvent.objects.create(
        consumer=dead.consumer, key=dead.key, outbox_id=event.id, event=stored
    )


def skip_url(dead):
    return reverse("admin:outbox_skip", args=[dead.pk])


def test_a_superuser_skips_an_event_and_says_why(admin_client, admin_user, dead, waiting):
    line = reverse("admin:kernel_outboxparkedkey_change", args=[dead.pk])
    offered = admin_client.get(line).content.decode()
    asked = admin_client.get(skip_url(dead)).content.decode()
    done = admin_client.post(skip_url(dead), {"reason": "a parcel of a test"}, follow=True)
    history = admin_client.get(reverse("admin:kernel_outboxskipped_changelist")).content.decode()

    kept = OutboxSkipped.objects.get()
    assert skip_url(dead) in offered
    assert waiting.event["event_id"] in asked
    assert "secret contents" not in offered + asked + history
    assert "Orders gave up tradewind.shipping.ShipmentDelivered" in done.content.decode()
    assert (kept.reason, kept.skipped_by) == ("a parcel of a test", f"staff:{admin_user.pk}")
    assert "a parcel of a test" in history
    assert not OutboxParkedKey.objects.exists()


def test_nothing_is_skipped_without_a_reason(admin_client, dead, waiting):
    answer = admin_client.post(skip_url(dead), {"reason": " "})

    assert "This field is required" in answer.content.decode()
    assert OutboxParkedEvent.objects.exists()


def test_finance_may_not_skip(finance, dead, waiting):
    page = finance.get(reverse("admin:kernel_outboxparkedkey_change", args=[dead.pk]))
    answer = finance.post(skip_url(dead), {"reason": "why not"})

    assert skip_url(dead) not in page.content.decode()
    assert answer.status_code == 403
    assert OutboxParkedEvent.objects.exists()


def test_a_line_shows_what_was_given_up_of_it(admin_client, dead, waiting):
    OutboxParkedEvent.objects.create(
        consumer=dead.consumer, key=dead.key, outbox_id=waiting.outbox_id + 1, event=waiting.event
    )
    admin_client.post(skip_url(dead), {"reason": "a parcel of a test"})

    page = admin_client.get(reverse("admin:kernel_outboxparkedkey_change", args=[dead.pk]))

    assert "a parcel of a test" in page.content.decode()
