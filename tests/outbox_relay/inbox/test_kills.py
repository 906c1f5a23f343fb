"""kill -9 at every point of the way from the topic: effects exactly once and in order."""

import signal

import pytest
from django.db import OperationalError

from outbox_relay.handling import DEATHS_OF_AN_EVENT
from outbox_relay.inbox.receiving import Receiver
from shop.events.topics import inbox_of
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxInbox, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.doomed import FATAL_LABEL
from tests.outbox_relay.inbox.doomed import POINTS
from tests.outbox_relay.inbox.kafka_topics import is_read, notes_of, say_again
from tests.outbox_relay.inbox.sending import send, taking_in
from tests.outbox_relay.nurseries import let_one_die, nursery
from tests.outbox_relay.waiting import wait_until

pytestmark = [real_commits, pytest.mark.needs_kafka]


@pytest.fixture(scope="module")
def doomed(django_db_setup):
    """Forks processes that kill themselves; see `tests.outbox_relay.inbox.doomed`."""
    with nursery("tests.outbox_relay.inbox.doomed") as process:
        yield process


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_consumer_loses_and_doubles_nothing(point, doomed, ledger, product, effects):
    labels = [f"{number}" for number in range(5)]
    send(ledger, *[withdrawn(product, label) for label in labels])

    died_of = let_one_die(doomed, point, ledger)
    say_again(inbox_of(ledger))
    with taking_in(ledger, "doomed"):
        wait_until(lambda: is_read(inbox_of(ledger)))

    assert died_of == -signal.SIGKILL
    assert effects.of("ledger") == labels
    assert OutboxInbox.objects.count() == len(labels)


def test_an_event_that_kills_whoever_takes_it_in_is_set_aside_and_others_flow(
    doomed, ledger, product, effects
):
    send(ledger, *[withdrawn(product, label) for label in ("1", FATAL_LABEL, "3")])
    for _ in range(DEATHS_OF_AN_EVENT + 2):
        assert let_one_die(doomed, "before effect", ledger) == -signal.SIGKILL

    with taking_in(ledger, "doomed"):
        wait_until(OutboxParkedKey.objects.exists)
        send(ledger, withdrawn(new_id(), "of another"))
        wait_until(lambda: "of another" in effects.of("ledger"))
        waiting = list(OutboxParkedEvent.objects.order_by("outbox_id"))

    assert [f'"{FATAL_LABEL}"' in it.event["payload"] for it in waiting] == [True, False]


def test_an_outage_is_no_death(ledger, product, effects, monkeypatch):
    outages = iter([OperationalError("gone")] * (DEATHS_OF_AN_EVENT + 1))
    receive, noted = Receiver.receive, []

    def receive_at_last(receiver, batch, *, deaths):
        noted.append((deaths, "1" in notes_of(inbox_of(ledger))))
        for outage in outages:
            raise outage
        receive(receiver, batch, deaths=deaths)

    monkeypatch.setattr(Receiver, "receive", receive_at_last)
    send(ledger, withdrawn(product, "1"))

    with taking_in(ledger):
        wait_until(lambda: effects.of("ledger") == ["1"])

    assert noted == [(0, True)] * (DEATHS_OF_AN_EVENT + 2)
    assert set(notes_of(inbox_of(ledger))) == {""}
