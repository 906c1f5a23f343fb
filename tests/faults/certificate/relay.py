"""python -m tests.faults.certificate.relay NAME [CONTROL]: relays, one life after the other.

Django is imported once. For every line "<point>:<passes>" of stdin a relay is forked that dies at
that point, or lives until it is killed or stopped ("none:0"). Says which points there are, then
"born <pid>" and "died <code>" for each.
"""

import os
import random
import sys
import threading

import django
from django.db import connections

CONSUMERS = {"ledger": 50, "board": 20, "newcomer": 50}
"""Handlers of the proofs' own, and how many events may share a transaction of theirs."""
HEARING = os.environ.get("HEARING", "ledger board").split()
"""Which of them are there."""
UNLUCKY = float(os.environ.get("UNLUCKY", "0.0003"))
"""How often a handler fails, of all times."""


def main() -> None:
    name, control = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    django.setup()
    from tests.faults.certificate.points import POINTS

    prepare(control)
    _say("|".join(POINTS))
    for line in sys.stdin:
        point, passes = line.strip().rsplit(":", 1)
        connections.close_all()
        child = os.fork()
        if child == 0:
            _live(name, point, int(passes))
        _say(f"born {child}")
        _, status = os.waitpid(child, 0)
        _say(f"died {os.waitstatus_to_exitcode(status)}")


def prepare(control: str = "") -> None:
    """Only the proofs' consumers are there; with a control, the relay is broken by it."""
    from shop.events.catalog import ProductWithdrawn
    from shop.kernel import bus
    from tests.faults.certificate.controls import CONTROLS

    bus._after.clear()
    for consumer in HEARING:
        hear = bus.after(ProductWithdrawn, consumer=consumer, batch=CONSUMERS[consumer])
        hear(_noting(consumer))
    if control:
        CONTROLS[control]()


def _noting(consumer: str):
    from tests.outbox_relay.effects import Effects

    def note(event) -> None:
        Effects().note(consumer, event)
        if random.random() < UNLUCKY:  # noqa: S311
            raise ValueError("Out of luck: later, please.")

    return note


def _live(name: str, point: str, passes: int) -> None:
    from outbox_relay import process
    from tests.faults.certificate.points import POINTS, Countdown

    if point in POINTS:
        POINTS[point](Countdown(passes))
    stopping = threading.Event()
    process.stop_on_signals(stopping)
    process.run(stopping=stopping, name=name)
    os._exit(0)


def _say(word: str) -> None:
    print(word, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
