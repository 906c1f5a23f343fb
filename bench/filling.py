"""Fills the outbox with events of 500 bytes, as fast as the database takes them."""

from django.db import connection

from shop.kernel.outbox.envelope import lane_of

EVENTS_A_COMMIT = 5_000
AGGREGATES = 10_000
PAYLOAD_BYTES = 500

_AGGREGATES = "CREATE TEMP TABLE IF NOT EXISTS bench_aggregate (n integer, id text, lane smallint)"
_EMIT = """
SELECT count(outbox_emit(gen_random_uuid(), 'tradewind.catalog.ProductWithdrawn.v1', 1::smallint,
    'product', id, lane, %s, %s, '', gen_random_uuid(), gen_random_uuid(), 'system', now()))
FROM (SELECT id, lane FROM bench_aggregate ORDER BY random() LIMIT %s) AS some_of_them
"""


def fill_outbox(events: int, *, topic: str) -> None:
    """Commits so many events of ten thousand products for the topic, 5,000 a transaction."""
    _make_aggregates()
    payload = '{"product_id":"%s"}' % ("x" * (PAYLOAD_BYTES - 17))
    for _ in range(events // EVENTS_A_COMMIT):
        with connection.cursor() as cursor:
            cursor.execute(_EMIT, [topic, payload, EVENTS_A_COMMIT])


def _make_aggregates() -> None:
    rows = [(n, f"bench-{n:06}", lane_of("product", f"bench-{n:06}")) for n in range(AGGREGATES)]
    with connection.cursor() as cursor:
        cursor.execute(_AGGREGATES)
        cursor.execute("TRUNCATE bench_aggregate")
        cursor.executemany("INSERT INTO bench_aggregate VALUES (%s, %s, %s)", rows)
