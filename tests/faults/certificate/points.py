"""The named points at which a relay may die, and the relays that are broken on purpose."""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import transaction

from outbox_relay import cursors, members, parking, ticks
from outbox_relay.reader import Reader
from outbox_relay.sinks.kafka import KafkaChannel
from tests.outbox_relay.effects import Effects

Around = Callable[..., Any]


class Countdown:
    """Kills this process when it is asked for the so many-th time."""

    def __init__(self, passes: int) -> None:
        self._passes = passes

    def tick(self, *_: Any) -> None:
        self._passes -= 1
        if self._passes <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> Callable[[Countdown], None]:
    def arm(countdown: Countdown) -> None:
        original = getattr(owner, name)

        def dying(*args: Any, **kwargs: Any) -> Any:
            countdown.tick()
            return original(*args, **kwargs)

        setattr(owner, name, dying)

    return arm


def _after(owner: Any, name: str) -> Callable[[Countdown], None]:
    def arm(countdown: Countdown) -> None:
        original = getattr(owner, name)

        def dying(*args: Any, **kwargs: Any) -> Any:
            result = original(*args, **kwargs)
            countdown.tick()
            return result

        setattr(owner, name, dying)

    return arm


def _after_commit(countdown: Countdown) -> None:
    original = Effects.note

    def dying(self: Effects, *args: Any) -> None:
        original(self, *args)
        transaction.on_commit(countdown.tick)

    Effects.note = dying  # type: ignore[method-assign]


POINTS: dict[str, Callable[[Countdown], None]] = {
    "after opening a window": _after(Reader, "next_page"),
    "before producing": _before(KafkaChannel, "send"),
    "after producing": _after(KafkaChannel, "send"),
    "between acknowledgements": _after(KafkaChannel, "poll"),
    "before a checkpoint": _before(cursors, "save"),
    "after a checkpoint": _after(cursors, "save"),
    "before an effect": _before(Effects, "note"),
    "after an effect": _after(Effects, "note"),
    "after a commit": _after_commit,
    "before the fence": _before(ticks, "raise_fence"),
    "after the fence": _after(ticks, "raise_fence"),
    "after a tick": _after(ticks, "take_snapshot"),
    "during the renewal of a lease": _after(members, "announce"),
    "after taking a lane": _after(cursors, "take"),
    "while parking": _after(parking, "park"),
}
