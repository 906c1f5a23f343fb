"""Relays that are broken on purpose, each in a way that others were: they must be found out."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from outbox_relay import cursors, reader
from outbox_relay.cursors import Position
from outbox_relay.dispatch import dispatch
from outbox_relay.durable import DurableConsumer
from outbox_relay.sinks import Delivery
from outbox_relay.sinks.kafka import KafkaChannel
from outbox_relay.stored import COLUMNS, StoredEvent
from outbox_relay.windows import Window
from shop.kernel.outbox.unit_of_work import open_unit_of_work


def read_by_bare_ids() -> None:
    """Goes on after the greatest id that it saw, whatever commits later."""

    def read_page(window: Window, *, last_id: int, limit: int) -> tuple[list[StoredEvent], bool]:
        beyond = max(last_id, window.since.floor)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {COLUMNS} FROM outbox_event"  # noqa: S608
                " WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
                [beyond, window.until.floor, limit],
            )
            events = [StoredEvent(*row) for row in cursor.fetchall()]
        return events, len(events) < limit

    reader.read_page = read_page


def take_sent_for_stored() -> None:
    """Moves the cursor without waiting for an acknowledgement."""
    send = KafkaChannel.send

    def send_and_forget(self: KafkaChannel, records: Sequence[Any]) -> Delivery:
        send(self, records)
        return Delivery(records=0)

    KafkaChannel.send = send_and_forget  # type: ignore[method-assign]


def move_the_cursor_afterwards() -> None:
    """Handles in one transaction, and moves the cursor in another."""

    def handle(self: DurableConsumer, events: Sequence[StoredEvent], position: Position) -> None:
        with open_unit_of_work():
            for event in events:
                dispatch(self.name, event)
        cursors.move(self.lease, position)
        self._progress.was_saved(position)

    DurableConsumer._handle = handle  # type: ignore[method-assign]


CONTROLS: dict[str, Callable[[], None]] = {
    "bare ids": read_by_bare_ids,
    "sent is stored": take_sent_for_stored,
    "cursor afterwards": move_the_cursor_afterwards,
}
