"""A storm as people read it, and as programs do."""

import json
from collections import Counter
from collections.abc import Iterator

from bench.results import percentile
from tests.faults.storm.run import Outcome, Size

MOST_ACCUSED = 20


def lines_of(size: Size, outcome: Outcome) -> list[str]:
    """The size, all accusations, one table, and one line of JSON at the end."""
    head = (
        f"SEED={size.seed} CLIENTS={size.clients} ORDERS={size.orders} SECONDS={size.seconds:g}"
        f" HOLD_SECONDS={size.hold_seconds} CONTROL={size.control}"
    )
    table = [f"| {name} | {value} |" for name, value in _rows(outcome)]
    accused = outcome.accused[:MOST_ACCUSED]
    return [head, *accused, *table, json.dumps(verdict_of(outcome))]


def verdict_of(outcome: Outcome) -> dict[str, object]:
    record = outcome.record
    return {
        "orders_wished": len(record.accepted) + record.rejected,
        "orders_accepted": len(record.accepted),
        "orders_a_second": round(record.shapes.total() / outcome.seconds, 1),
        "p50_ms": round(percentile(record.latencies_ms, 0.5)),
        "p99_ms": round(percentile(record.latencies_ms, 0.99)),
        "units_received": Counter(outcome.staff["received"]).total(),
        "units_sold": outcome.sold.total(),
        "faults": len(outcome.accused),
        "deadlocks": outcome.deadlocks,
        "good": outcome.is_good,
    }


def _rows(outcome: Outcome) -> Iterator[tuple[str, object]]:
    record, staff = outcome.record, outcome.staff
    yield "orders wished for", record.shapes.total()
    yield from _named(record.shapes)
    yield "accepted", len(record.accepted)
    yield from _named(record.moods)
    yield "rejected for want of stock", record.rejected
    for (step, status, code), times in sorted(record.answers.items()):
        yield f"answers to {step}: {status} {code}".rstrip(), times
    yield from (("staff: " + name, times) for name, times in sorted(staff["done"].items()))
    yield from (
        (f"orders {state} at the end", times) for state, times in sorted(outcome.ends.items())
    )
    yield "units received", Counter(staff["received"]).total()
    yield "units found at counts, less those missing", sum(staff["counted"].values())
    yield "units lost on their way", Counter(staff["lost"]).total()
    yield "units sold", outcome.sold.total()
    slowest = max(record.latencies_ms)
    yield "orders a second", f"{record.shapes.total() / outcome.seconds:.1f}"
    yield (
        "an order took",
        (
            f"{percentile(record.latencies_ms, 0.5):.0f} ms, at the 99th percentile"
            f" {percentile(record.latencies_ms, 0.99):.0f} ms, at most {slowest:.0f} ms"
        ),
    )
    yield "deadlocks in the database", outcome.deadlocks
    yield "faults", len(outcome.accused)


def _named(counted: Counter[str]) -> Iterator[tuple[str, int]]:
    return ((f"- {name}", times) for name, times in sorted(counted.items()))
