"""Publish an event; hear one. The two ways are explained in docs/explanation/events.md."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.dispatch import Signal

from shop.events.base import Event
from shop.kernel.context import acting_in, current_context
from shop.kernel.outbox.envelope import sealed
from shop.kernel.outbox.unit_of_work import dooming_errors, open_unit

E = TypeVar("E", bound=Event)
Reaction = Callable[[E], None]

MAX_DEPTH = 16
"""How deep `@during` handlers may publish from within each other."""
SECONDS_A_STATEMENT = 30
"""What a statement of an `@after` handler may take, unless the handler asks for more or less."""


@dataclass(frozen=True)
class DurableHandler:
    """One reaction of one consumer; `batch` events at most share its transaction.

    No statement of it may take longer than `seconds`.
    """

    react: Callable[[Any], None]
    batch: int = 1
    seconds: int = SECONDS_A_STATEMENT


@dataclass(frozen=True)
class Heard:
    """What a handler may know about the event it is handling besides its contents.

    `caused_by` is the event that was being handled when this one was published; who acted stands in
    `shop.kernel.context`.
    """

    event_id: UUID
    occurred_at: datetime
    caused_by: UUID | None = None
    depth: int = 0


_during = Signal()
_at_once: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)
_after: dict[str, dict[type[Event], list[DurableHandler]]] = defaultdict(lambda: defaultdict(list))
_heard: ContextVar[Heard | None] = ContextVar("heard_event", default=None)


def publish(event: Event) -> UUID:
    """Makes the event a part of the open unit of work and lets `@during` handlers react at once.

    Returns the id of the event. Raises RuntimeError outside of a unit of work; errors of handlers
    come through.
    """
    unit = open_unit()
    with dooming_errors():
        envelope = sealed(event)
        unit.keep(envelope)
        with hearing(
            envelope.event_id,
            occurred_at=envelope.occurred_at,
            caused_by=envelope.causation_id,
        ):
            _during.send(sender=type(event), event=event)
    return envelope.event_id


def during(event_type: type[E]) -> Callable[[Reaction[E]], Reaction[E]]:
    """The function reacts in the transaction of the event: true together, or not at all."""

    def register(react: Reaction[E]) -> Reaction[E]:
        def receive(*, event: E, **_: object) -> None:
            react(event)

        _during.connect(receive, sender=event_type, weak=False, dispatch_uid=_name(react))
        _at_once[event_type].append(react)
        return react

    return register


def after(
    event_type: type[E],
    *,
    batch: int = 1,
    consumer: str = "",
    seconds: int = SECONDS_A_STATEMENT,
) -> Callable[[Reaction[E]], Reaction[E]]:
    """The function reacts after the commit: durably, in order per aggregate, effect exactly once.

    The consumer is the app of the function's module, unless another is named. With `batch`, so
    many events may share one transaction: only for projections that lock no rows of other writers.
    A statement that takes longer than `seconds` is cancelled, and the event parked.
    """

    def register(react: Reaction[E]) -> Reaction[E]:
        handler = DurableHandler(react, batch, seconds)
        _after[consumer or home_of(react)][event_type].append(handler)
        return react

    return register


def reactions_at_once(event_type: type[Event]) -> Iterable[Callable[[Any], None]]:
    """The `@during` handlers of such an event, in the order of registration."""
    return tuple(_at_once.get(event_type, ()))


def consumers() -> Mapping[str, Mapping[type[Event], list[DurableHandler]]]:
    """All `@after` handlers by consumer and by the event they hear."""
    return _after


def handlers_of(consumer: str, event_type: type[Event]) -> Iterable[DurableHandler]:
    """What the consumer does about such an event, in the order of registration."""
    return _after[consumer].get(event_type, ()) if consumer in _after else ()


def heard_event_id() -> UUID:
    """The id of the event that is being handled: the same on every delivery of it.

    Raises LookupError outside of handlers.
    """
    return heard_now().event_id


def heard_now() -> Heard:
    """What is known about the event that is being handled. Raises LookupError elsewhere."""
    heard = _heard.get()
    if heard is None:
        raise LookupError("No event is being handled here.")
    return heard


@contextmanager
def hearing(
    event_id: UUID, *, occurred_at: datetime, caused_by: UUID | None = None
) -> Iterator[None]:
    """Runs handlers of the event: what they publish names it as its cause."""
    outer = _heard.get()
    depth = outer.depth + 1 if outer else 0
    if depth > MAX_DEPTH:
        raise RecursionError(f"Events cause each other more than {MAX_DEPTH} levels deep.")
    token = _heard.set(Heard(event_id, occurred_at, caused_by, depth))
    try:
        with acting_in(replace(current_context(), causation_id=event_id)):
            yield
    finally:
        _heard.reset(token)


def home_of(react: Callable[..., None]) -> str:
    """The app that a handler belongs to."""
    parts = react.__module__.split(".")
    return parts[1] if parts[0] in {"apps", "shop"} else parts[0]


def _name(react: Callable[..., None]) -> str:
    return f"{react.__module__}.{react.__qualname__}"
