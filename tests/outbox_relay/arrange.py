"""What the tests of the relay write into the outbox, and how they drive a consumer."""

import threading
from dataclasses import astuple
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from outbox_relay import cursors
from outbox_relay.breaker import CircuitBreaker
from outbox_relay.cursors import Lane
from outbox_relay.durable import DurableConsumer
from outbox_relay.publisher import POLL_SECONDS, TopicPublisher
from outbox_relay.sinks import Sink
from outbox_relay.ticks import Tick, first_tick, make_tick, newest_tick
from shop.events.base import Event
from shop.events.catalog import ProductWithdrawn
from shop.kernel.outbox.envelope import Envelope, sealed
from shop.kernel.outbox.sql import write_envelopes

real_commits = pytest.mark.django_db(transaction=True, available_apps=["shop.kernel"])
"""Tests that commit; afterwards the kernel's tables are empty again."""


def withdrawn(product_id: UUID, label: str) -> ProductWithdrawn:
    """An event of the product that a test recognises by its label."""
    return ProductWithdrawn(product_id=product_id, skus=(label,))


def emit(*events: Event) -> None:
    """Commits the events in one transaction, without their `@during` handlers."""
    with transaction.atomic():
        write_envelopes([sealed(event) for event in events])


def emit_envelope(envelope: Envelope) -> None:
    """Commits an envelope that no present code would write."""
    with transaction.atomic():
        write_envelopes([envelope])


def emit_in(session: psycopg.Connection, *events: Event) -> None:
    """Writes the events in the open transaction of another session."""
    for event in events:
        values = astuple(sealed(event))
        session.execute(f"SELECT outbox_emit({', '.join(['%s'] * len(values))})", values)


def a_tick() -> Tick:
    """A tick made now, even if there was none at all and nothing is new."""
    first_tick()
    return make_tick()


def address_of_database() -> str:
    """The address of the database that this test works on."""
    settings = connection.settings_dict
    return (
        f"postgresql://{settings['USER']}:{settings['PASSWORD']}"
        f"@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    )


def durable(
    consumer: str,
    *,
    owner: str = "a relay",
    page_size: int = 500,
    stopping: threading.Event | None = None,
    breaker: CircuitBreaker | None = None,
) -> DurableConsumer:
    """The consumer as a relay of that name drives it, from the first event on."""
    cursors.add_missing([Lane(consumer)])
    lease, position = cursors.take(Lane(consumer), owner, even_from=owner)
    return DurableConsumer(
        consumer, lease, position, page_size=page_size, stopping=stopping, breaker=breaker
    )


def publisher(
    sink: Sink, *, owner: str = "a relay", shard: int = 0, page_size: int = 500
) -> TopicPublisher:
    """One shard of the sink, as a relay drives it, from the first event on."""
    lane = Lane(sink.name, shard)
    cursors.add_missing([lane])
    lease, position = cursors.take(lane, owner, even_from=owner)
    return TopicPublisher(sink, lease, position, page_size=page_size)


def step_until_idle(work: DurableConsumer | TopicPublisher) -> None:
    """Lets it do all that can be done now, hear every answer, and save how far it came.

    A sink that never answers fails in the end, as for every relay.
    """
    while work.step(newest_tick()) or _waits_for_answers(work):
        pass
    work._progress.save()


def _waits_for_answers(work: DurableConsumer | TopicPublisher) -> bool:
    """Whether something sent is unanswered; a step of a publisher asks only for a moment."""
    if not isinstance(work, TopicPublisher) or not work._in_flight:
        return False
    work._channel.poll(seconds=POLL_SECONDS)
    return True
