from collections.abc import Callable

import pytest
from django.db import connection

from outbox_relay.dispatch import dispatch
from outbox_relay.stored import COLUMNS, StoredEvent
from shop.events.base import Event
from shop.kernel.outbox.envelope import sealed
from shop.kernel.outbox.sql import write_envelopes
from shop.kernel.outbox.unit_of_work import open_unit_of_work


@pytest.fixture
def redeliver(db: None) -> Callable[[StoredEvent], None]:
    """`redeliver(stored)`: the relay hands the event to notifications once more."""

    def run(stored: StoredEvent) -> None:
        with open_unit_of_work():
            dispatch("notifications", stored)

    return run


@pytest.fixture
def hear(redeliver: Callable[[StoredEvent], None]) -> Callable[[Event], StoredEvent]:
    """`hear(event)`: another context has committed the event, and it arrives here."""

    def run(event: Event) -> StoredEvent:
        write_envelopes([sealed(event)])
        stored = _newest()
        redeliver(stored)
        return stored

    return run


def _newest() -> StoredEvent:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM outbox_event ORDER BY id DESC LIMIT 1")  # noqa: S608
        return StoredEvent(*cursor.fetchone())
