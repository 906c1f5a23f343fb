"""Events as the checker tells them: each carries its own id, so that every book can name it."""

from collections.abc import Sequence

import psycopg

from tests.faults.checker.plan import lane_of

TOPIC = "product-events"
_EMIT = """
SELECT outbox_emit(event, 'tradewind.catalog.ProductWithdrawn.v1', 1::smallint, 'product',
    aggregate, lane, %s, payload, '', event, NULL, 'checker', now())
FROM unnest(%s::uuid[], %s::text[], %s::smallint[], %s::text[])
    AS told (event, aggregate, lane, payload)
"""


def emit(
    session: psycopg.Connection,
    events: Sequence[str],
    aggregates: Sequence[str],
    *,
    topic: str | None = TOPIC,
) -> None:
    """Tells one event about each of the aggregates, in this order and in one statement."""
    lanes = [lane_of(aggregate) for aggregate in aggregates]
    payloads = [
        f'{{"product_id":"{aggregate}","skus":["{event}"]}}'
        for event, aggregate in zip(events, aggregates, strict=True)
    ]
    session.execute(_EMIT, [topic, [*events], [*aggregates], lanes, payloads])
