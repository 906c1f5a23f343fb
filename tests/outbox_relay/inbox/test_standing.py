"""Prometheus sees what is missing and what was refused."""

from prometheus_client import generate_latest

from outbox_relay.inbox.arrivals import arrive
from outbox_relay.inbox.incoming import Place
from outbox_relay.inbox.refusing import Refused, refuse
from outbox_relay.metrics import REGISTRY
from outbox_relay.records import SOURCE
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.arrange import told

pytestmark = real_commits


def shown():
    return generate_latest(REGISTRY).decode()


def test_missing_events_are_counted_until_they_come(product):
    events = [it.event for it in told(*[withdrawn(product, f"{n}") for n in range(6)])]
    for event in (events[0], events[3], events[5]):
        arrive("ledger", SOURCE, event)
    before = shown()

    for event in (events[1], events[2], events[4]):
        arrive("ledger", SOURCE, event)

    assert 'inbox_missing_events{consumer="ledger"} 3.0' in before
    assert "inbox_missing_events{" not in shown()


def test_a_refused_record_counts_once_however_often_it_comes():
    for offset in (7, 7, 8):
        refuse("ledger", Refused(Place("ledger-inbox", 0, offset), "It is a tombstone."))

    assert 'inbox_refused_records{consumer="ledger"} 2.0' in shown()
