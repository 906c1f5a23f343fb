"""A form does what it asks for once, however often it arrives."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec

from shop.kernel.idempotency import (
    KeyedRequest,
    Outcome,
    TwinAtWork,
    done_once,
)

# A twin is at work for some milliseconds; two seconds are for a bad day.
_PAUSES_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.6, 0.6)


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A button that was pressed: whose form it was, which one, and the key it came with."""

    customer_id: UUID
    form: str
    key: str


def do_once(pressed: Pressed, wish: Any, act: Callable[[], Outcome]) -> Outcome:
    """What came of the wish, now or at the first time; the second click waits for the first.

    Raises KeyUsedBefore if the form wished for something else the first time, TwinAtWork if the
    first one takes very long, and what `act` raises.
    """
    asked = KeyedRequest(
        key=pressed.key,
        caller=f"customer:{pressed.customer_id}",
        route=pressed.form,
        body=msgspec.json.encode(wish),
    )
    for pause in _PAUSES_SECONDS:
        try:
            return done_once(asked, act)
        except TwinAtWork:
            time.sleep(pause)
    return done_once(asked, act)


def do_once_or_anew(pressed: Pressed, wish: Any, act: Callable[[], object]) -> None:
    """Like `do_once`, for wishes that are easily taken back, and of which nothing is to be told.

    A key that comes back with another wish, from a page that somebody went back to, is a new
    decision, and done once as well.
    """
    do_once(replace(pressed, key=_key_of(pressed, wish)), wish, untold(act))


def _key_of(pressed: Pressed, wish: Any) -> str:
    return hashlib.sha256(pressed.key.encode() + msgspec.json.encode(wish)).hexdigest()


def untold(act: Callable[[], object]) -> Callable[[], Outcome]:
    """The deed as one that comes to something, of which nothing is to be told."""

    def done() -> Outcome:
        act()
        return Outcome(status=HTTPStatus.OK, body="")

    return done
