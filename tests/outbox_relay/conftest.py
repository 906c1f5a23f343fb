"""Other sessions, test handlers and their effects."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from uuid import UUID

import psycopg
import pytest

from outbox_relay import durable, retrying
from shop.events.base import Event
from shop.events.catalog import ProductWithdrawn
from shop.kernel import bus
from shop.kernel.identity import new_id
from tests.outbox_relay.arrange import address_of_database
from tests.outbox_relay.effects import Effects

Hear = Callable[..., None]


@pytest.fixture(autouse=True)
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """One step does all there is, however slow the machine."""
    for module in (durable, retrying):
        monkeypatch.setattr(module, "STEP_SECONDS", 600.0)


@pytest.fixture
def product() -> UUID:
    return new_id()


@pytest.fixture
def open_session(transactional_db: None) -> Iterator[Callable[[], psycopg.Connection]]:
    """`open_session()`: one more connection to the test's database; rolled back at the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(psycopg.connect(address_of_database())))


@pytest.fixture
def effects(transactional_db: None) -> Iterator[Effects]:
    table = Effects()
    table.create()
    yield table
    table.drop()


@pytest.fixture
def hear() -> Iterator[Hear]:
    """`hear("ledger", react)`: the consumer reacts to ProductWithdrawn until the test is over."""
    named: list[str] = []

    def register(
        consumer: str,
        react: Callable[[Event], None],
        *,
        event_type: type[Event] = ProductWithdrawn,
        batch: int = 1,
    ) -> None:
        named.append(consumer)
        bus.after(event_type, consumer=consumer, batch=batch)(react)

    yield register
    for consumer in named:
        bus._after.pop(consumer, None)


@pytest.fixture
def sick() -> dict[str, Exception]:
    """Labels of events that the ledger cannot handle for now, and what it raises then."""
    return {}


@pytest.fixture
def note_unless_sick(effects: Effects, sick: dict[str, Exception]) -> Callable[[Event], None]:
    """A handler of the ledger: it notes its effect, and fails for what is sick."""

    def note_unless_sick(event: ProductWithdrawn) -> None:
        effects.note("ledger", event)
        if error := sick.get(event.skus[0]):
            raise error

    return note_unless_sick
