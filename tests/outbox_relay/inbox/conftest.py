"""A consumer that hears through a real Kafka."""

import pytest

from shop.events.topics import inbox_of
from shop.kernel.identity import new_id
from tests.outbox_relay.inbox.kafka_topics import BROKERS, new_topic


@pytest.fixture
def ledger(hear, effects, settings):
    """A consumer with a topic of its own, whose effects are those of `ledger`."""
    settings.KAFKA_BOOTSTRAP_SERVERS = BROKERS
    name = f"ledger-{new_id()}"
    hear(name, lambda event: effects.note("ledger", event))
    with new_topic(inbox_of(name)):
        yield name
