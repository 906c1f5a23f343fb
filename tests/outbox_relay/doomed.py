"""A relay process that kills itself with SIGKILL at a named point.

One process imports Django once and forks a relay for every line "<point> <topics folder>" that it
reads; it answers with the exit code of that relay.
"""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction

from tests.outbox_relay.bearing import bear_children

POINTS_OF_HANDLERS = ["before effect", "after effect", "after commit"]
POINTS_OF_TOPICS = ["before write", "half written", "after fsync", "before save", "after save"]
FATAL_LABEL = "2"


def main() -> None:
    django.setup()
    bear_children(relay_until)


def relay_until(point: str, topics: str) -> None:
    from outbox_relay.cursors import Lane
    from outbox_relay.durable import DurableConsumer
    from outbox_relay.leases import Begin
    from outbox_relay.publisher import TopicPublisher
    from outbox_relay.worker import Worker
    from shop.events.catalog import ProductWithdrawn
    from shop.kernel import bus

    bus.after(ProductWithdrawn, consumer="ledger")(partial(react, point))
    sink = doomed_sink(point, Path(topics))
    lanes: dict[Lane, Begin] = {
        Lane("ledger"): partial(DurableConsumer, "ledger"),
        Lane("files"): partial(TopicPublisher, sink, page_size=2),
    }
    with connection.execute_wrapper(partial(dying_at_saves, point)):
        Worker(lanes, owner="doomed", stopping=threading.Event()).run()


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


def doomed_sink(point: str, folder: Path) -> Any:
    from outbox_relay.sinks.files import FileSink

    class DoomedSink(FileSink):
        def write(self, records: Sequence[Any]) -> None:
            fatal = any(f'"{FATAL_LABEL}"' in record.value for record in records)
            if fatal and point == "before write":
                die()
            if fatal and point == "half written":
                super().write(records[:1])
                with (folder / f"{records[1].topic}.jsonl").open("ab") as file:
                    file.write(b'{"topic": "prod')
                die()
            super().write(records)
            if fatal and point == "after fsync":
                die()

    return DoomedSink(folder)


def dying_at_saves(point: str, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Kills at the save of the topics' cursor, which is the only move outside a transaction."""
    saving = "UPDATE outbox_cursor SET tick" in sql and not connection.in_atomic_block
    if saving and point == "before save":
        die()
    result = execute(sql, *rest)
    if saving and point == "after save":
        die()
    return result


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
