"""Events as they come in: committed in an outbox, made records as the shop does, and read back."""

from dataclasses import replace

from django.db import connection

from outbox_relay.inbox.forwarding import inbox_record
from outbox_relay.inbox.incoming import Incoming, Place, read
from outbox_relay.inbox.receiving import Receiver
from outbox_relay.records import SOURCE
from outbox_relay.stored import COLUMNS, StoredEvent
from shop.events.base import Event
from shop.kernel import clock
from shop.kernel.models import OutboxParkedKey
from tests.outbox_relay.arrange import emit

TOPIC = "ledger-inbox"


def told(*events: Event) -> list[Incoming]:
    """Commits the events and hands them over as they would come in, without a Kafka between."""
    before = len(stored())
    emit(*events)
    return [came_in(event) for event in stored()[before:]]


def receive(ledger: Receiver, *incomings: Incoming) -> None:
    """The events come in, each by itself."""
    for incoming in incomings:
        ledger.receive([incoming])


def retry(ledger: Receiver, *, times: int = 1) -> None:
    """Everything parked is tried again, so many times."""
    for _ in range(times):
        OutboxParkedKey.objects.update(next_retry_at=clock.now())
        ledger.retry_due()


def came_in(event: StoredEvent, **headers: str) -> Incoming:
    """The event, with other headers where a test says so."""
    record = inbox_record(TOPIC, event)
    texts = record.headers | headers
    encoded = [(name, text.encode()) for name, text in texts.items()]
    sources = {SOURCE, texts["ce_source"]}
    return read(Place(TOPIC, 0, event.id), encoded, record.value.encode(), sources=sources)


def with_payload(incoming: Incoming, payload: str) -> Incoming:
    """The same event, saying something else."""
    return replace(incoming, event=incoming.event._replace(payload=payload))


def stored() -> list[StoredEvent]:
    """All events of the outbox."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM outbox_event ORDER BY id")  # noqa: S608
        return [StoredEvent(*row) for row in cursor.fetchall()]
