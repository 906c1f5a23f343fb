"""kill -9 at every point of the way from the topic: effects exactly once and in order."""

import os
import signal
import subprocess
import sys

import pytest

from shop.events.topics import inbox_of
from shop.kernel.models import OutboxInbox
from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import address_of_database, real_commits, withdrawn
from tests.outbox_relay.inbox.doomed import POINTS
from tests.outbox_relay.inbox.kafka_topics import is_read, say_again
from tests.outbox_relay.inbox.sending import send, taking_in
from tests.outbox_relay.waiting import wait_until

pytestmark = [real_commits, pytest.mark.needs_kafka]


@pytest.fixture(scope="module")
def nursery(django_db_setup):
    """Forks processes that kill themselves; see `tests.outbox_relay.inbox.doomed`."""
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.outbox_relay.inbox.doomed"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_consumer_loses_and_doubles_nothing(point, nursery, ledger, product, effects):
    labels = [f"{number}" for number in range(5)]
    send(ledger, *[withdrawn(product, label) for label in labels])

    print(f"{point}:{ledger}", file=nursery.stdin, flush=True)
    died_of = int(nursery.stdout.readline())
    say_again(inbox_of(ledger))
    with taking_in(ledger, "doomed"):
        wait_until(lambda: is_read(inbox_of(ledger)))

    assert died_of == -signal.SIGKILL
    assert effects.of("ledger") == labels
    assert OutboxInbox.objects.count() == len(labels)
