"""kill -9 at every point of the way from the topic: effects exactly once and in order."""

import signal

import pytest

from shop.events.topics import inbox_of
from shop.kernel.models import OutboxInbox
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.doomed import POINTS
from tests.outbox_relay.inbox.kafka_topics import is_read, say_again
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
