"""A process that takes events in and kills itself with SIGKILL at a named point.

One process imports Django once and forks one for every line "<point>:<consumer>" that it reads; it
answers with the exit code of that one.
"""

import os
import threading
from functools import partial
from typing import Any

import django
from django.conf import settings

from tests.outbox_relay.bearing import bear_children
from tests.outbox_relay.doomed import POINTS_OF_HANDLERS, die, react

POINTS = [*POINTS_OF_HANDLERS, "before telling", "after telling"]


def main() -> None:
    django.setup()
    settings.KAFKA_BOOTSTRAP_SERVERS = os.environ["KAFKA_BOOTSTRAP_SERVERS"]
    bear_children(take_in_until)


def take_in_until(point: str, consumer: str) -> None:
    from outbox_relay.inbox import intake, partitions
    from shop.events.catalog import ProductWithdrawn
    from shop.kernel import bus

    bus.after(ProductWithdrawn, consumer=consumer)(partial(react, point))
    partitions.tell = partial(dying_while_telling, point, partitions.tell)
    intake.Intake(consumer, name="doomed", stopping=threading.Event()).run()


def dying_while_telling(
    point: str, tell: Any, topic: Any, done: Any, notes: Any, *, wait: bool
) -> None:
    """Kills at the first page of which Kafka is told."""
    is_page = done and not notes
    if is_page and point == "before telling":
        die()
    tell(topic, done, notes, wait=wait)
    if is_page and point == "after telling":
        die()


if __name__ == "__main__":
    main()
