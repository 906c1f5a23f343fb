"""A process that takes events in and kills itself with SIGKILL at a named point.

One process imports Django once and forks one for every line "<point>:<consumer>" that it reads; it
answers with the exit code of that one.
"""

import os
import sys
import threading
from functools import partial
from typing import Any

import django
from django.conf import settings
from django.db import transaction

from tests.outbox_relay.doomed import die

POINTS = ["before effect", "after effect", "after commit", "before telling", "after telling"]
FATAL_LABEL = "2"


def main() -> None:
    django.setup()
    settings.KAFKA_BOOTSTRAP_SERVERS = os.environ["KAFKA_BOOTSTRAP_SERVERS"]
    for line in sys.stdin:
        point, consumer = line.strip().split(":")
        child = os.fork()
        if child == 0:
            take_in_until(point, consumer)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def take_in_until(point: str, consumer: str) -> None:
    from outbox_relay.inbox import intake
    from shop.events.catalog import ProductWithdrawn
    from shop.kernel import bus

    bus.after(ProductWithdrawn, consumer=consumer)(partial(react, point))
    intake.tell = partial(dying_while_telling, point, intake.tell)
    intake.Intake(consumer, name="doomed", stopping=threading.Event()).run()


def react(point: str, event: Any) -> None:
    from tests.outbox_relay.effects import Effects

    fatal = event.skus[0] == FATAL_LABEL
    if fatal and point == "before effect":
        die()
    Effects().note("ledger", event)
    if fatal and point == "after effect":
        die()
    if fatal and point == "after commit":
        transaction.on_commit(die)


def dying_while_telling(point: str, tell: Any, topic: Any, done: Any) -> None:
    """Kills at the first page of which Kafka is told."""
    if done and point == "before telling":
        die()
    tell(topic, done)
    if done and point == "after telling":
        die()


if __name__ == "__main__":
    main()
