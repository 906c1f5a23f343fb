"""Who acts, and what it belongs to: written into every event, never part of a signature."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from shop.kernel.identity import new_id


@dataclass(frozen=True, kw_only=True)
class Context:
    """The story that the running code takes part in.

    `correlation_id` is shared by all that one request or command caused, `causation_id` is the
    event that is being handled, `actor` who started it ("customer:<id>", "staff:<id>", "system").
    """

    correlation_id: UUID
    causation_id: UUID | None = None
    actor: str = "system"
    traceparent: str = ""


_current: ContextVar[Context | None] = ContextVar("kernel_context", default=None)


def current_context() -> Context:
    """The context of the running code; a new story if none was begun."""
    return _current.get() or Context(correlation_id=new_id())


@contextmanager
def acting_in(context: Context) -> Iterator[None]:
    """Runs the block as a part of `context`."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def go_on_as(actor: str) -> None:
    """From here to the end of the surrounding `acting_in`, everything is done by `actor`."""
    _current.set(replace(current_context(), actor=actor))


@contextmanager
def acting_as(actor: str) -> Iterator[None]:
    """Runs the block in the same story, in the name of `actor`."""
    with acting_in(replace(current_context(), actor=actor)):
        yield
