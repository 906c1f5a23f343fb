"""What came in through Kafka and is parked: operators move it as they move everything parked."""

import pytest
from django.core.management import CommandError

from outbox_relay.inbox.receiving import Receiver
from outbox_relay.operating import holding
from shop.kernel.models import OutboxParkedKey, OutboxSkipped
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.arrange import told

pytestmark = real_commits

INBOX = "ledger-inbox"


@pytest.fixture
def key(product):
    return f"product:{product}"


@pytest.fixture
def parked(ledger, sick, product):
    """Two events wait in a line whose head always fails; the process that parked them."""
    sick.add("bad")
    ledger()
    receiver = Receiver("ledger")
    receiver.receive(told(withdrawn(product, "bad"), withdrawn(product, "good")))
    return receiver


def test_an_unparked_line_is_tried_at_once(parked, key, sick, effects, outbox):
    sick.clear()

    said = outbox("unpark", INBOX, key)
    parked.retry_due()

    assert "2 events wait in its line" in said
    assert effects.of("ledger") == ["bad", "good"]


def test_a_skipped_head_is_kept_with_the_reason_and_the_line_goes_on(parked, key, effects, outbox):
    outbox("skip", INBOX, key, "--reason", "sold by mistake", "--by", "operator:ann")

    parked.retry_due()

    kept = OutboxSkipped.objects.get()
    assert (kept.consumer, kept.key, kept.skipped_by) == (INBOX, key, "operator:ann")
    assert effects.of("ledger") == ["good"]
    assert not OutboxParkedKey.objects.exists()


def test_an_aggregate_put_aside_waits_until_it_is_let_go(ledger, product, key, effects, outbox):
    ledger()
    receiver = Receiver("ledger")
    receiver.receive(told(withdrawn(product, "1")))

    outbox("park", INBOX, key, "--reason", "to be looked at")
    receiver.receive(told(withdrawn(product, "2")))
    receiver.retry_due()
    meanwhile = effects.of("ledger")
    outbox("unpark", INBOX, key)
    receiver.retry_due()

    assert meanwhile == ["1"]
    assert effects.of("ledger") == ["1", "2"]


def test_an_aggregate_that_never_came_in_is_refused(ledger, outbox):
    ledger()

    with pytest.raises(CommandError, match="ledger never heard of 'product:1' through Kafka"):
        outbox("park", INBOX, "product:1", "--reason", "why not")


def test_who_works_on_the_line_is_waited_for(parked, key, outbox, open_session, monkeypatch):
    monkeypatch.setattr(holding, "LOCK_TIMEOUT", "100ms")
    other = open_session()
    other.execute("SELECT FROM outbox_inbox_stream FOR UPDATE")

    with pytest.raises(CommandError, match="Somebody is busy with an event of ledger-inbox"):
        outbox("unpark", INBOX, key)
    other.rollback()

    assert "is tried again" in outbox("unpark", INBOX, key)


def test_missing_events_are_said_to_be_wrong(ledger, product, outbox):
    ledger()
    first, _, third = told(*[withdrawn(product, label) for label in "123"])

    Receiver("ledger").receive([first, third])

    with pytest.raises(CommandError, match="ledger misses 1 events that stood before others"):
        outbox("status")
