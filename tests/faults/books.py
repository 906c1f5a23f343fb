"""What the books say at the end: the shop's own, the gateway's, and the topics."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg

from shop.sandbox.money import written
from tests.faults.ways import WAYS

Database = psycopg.Connection[tuple[Any, ...]]

_ORDERS = "SELECT id::text, state, cancel_reason, total, credited FROM orders_order"
_ATTEMPTS = """
SELECT attempt.id::text, payment.order_id::text
FROM payments_paymentattempt attempt JOIN payments_payment payment ON payment.id = payment_id
"""
_PAID_BY_WALLET = """
SELECT payment.order_id::text, -sum(entry.amount)
FROM payments_walletentry entry
JOIN payments_wallettransfer transfer ON transfer.id = entry.transfer_id
LEFT JOIN payments_refund refund ON refund.id = transfer.refund_id
JOIN payments_paymentattempt attempt
  ON attempt.id = coalesce(transfer.attempt_id, refund.attempt_id)
JOIN payments_payment payment ON payment.id = attempt.payment_id
WHERE entry.account_id IS NOT NULL
GROUP BY payment.order_id
"""
_TOLD = """
SELECT event_id::text, topic, aggregate_type, aggregate_id::text, topic_seq
FROM outbox_event WHERE topic IS NOT NULL
"""


@dataclass(frozen=True)
class Ended:
    """How an order ended, and how much of its buyer's money is with the shop."""

    state: str
    reason: str
    total: Decimal
    credited: Decimal
    kept: Decimal

    @property
    def was_sent(self) -> bool:
        return self.state in {"shipped", "delivered"}

    @property
    def due(self) -> Decimal:
        """What it costs in the end."""
        return self.total - self.credited if self.was_sent else Decimal(0)

    @property
    def credit(self) -> str:
        if not self.credited:
            return "nothing"
        return "all" if self.credited == self.total else "part"


def ended_orders(database: Database, gateway: Path) -> dict[str, Ended]:
    """Every order by its id; the gateway's books are in the folder `gateway`."""
    kept = Counter(dict(database.execute(_PAID_BY_WALLET).fetchall()))
    orders_of = dict(database.execute(_ATTEMPTS).fetchall())
    for attempt_id, amount in _kept_at(gateway):
        kept[orders_of.get(attempt_id, f"nobody's {attempt_id}")] += amount
    orders = database.execute(_ORDERS).fetchall()
    ended = {row[0]: Ended(*row[1:], kept=kept.pop(row[0], Decimal(0))) for row in orders}
    assert not +kept, f"The gateway has money of no order: {kept}"
    return ended


def _kept_at(gateway: Path) -> Iterator[tuple[str, Decimal]]:
    with closing(sqlite3.connect(gateway / "sandbox.sqlite3")) as ledger:
        rows = ledger.execute("SELECT reference, captured - refunded, currency FROM charges")
        for attempt_id, units, currency in rows:
            yield attempt_id, Decimal(written(units, currency))


def wrong_ends(bought: Mapping[str, str], ended: Mapping[str, Ended]) -> list[str]:
    """What is not as its buyer wished, and what is not paid and credited exactly once, or never."""
    return [
        f"{bought.get(order_id, 'refused')}: {order_id} {order}"
        for order_id, order in ended.items()
        if not _is_as_wished(order, bought.get(order_id)) or order.kept != order.due
    ]


def _is_as_wished(order: Ended, name: str | None) -> bool:
    if name is None:
        return (order.state, order.reason) == ("rejected", "")
    way = WAYS[name]
    is_right_end = (order.state, order.reason) in way.wish.value
    return is_right_end and (not order.was_sent or order.credit in way.credit.value)


def wrong_records(database: Database, topics: Path) -> list[str]:
    """What the topics lack, made up, or told in another order than it happened.

    A record may be there again when a killed relay could not note that it was written.
    """
    told = {row[0]: row[1:] for row in database.execute(_TOLD).fetchall()}
    first_seen: dict[str, list[str]] = defaultdict(list)
    for path in sorted(topics.glob("*.jsonl")):
        lines = path.read_bytes().splitlines()
        seen = [json.loads(line)["headers"]["ce_id"] for line in lines]
        first_seen[path.stem.split(".")[0]] += dict.fromkeys(seen)
    written_ids = Counter(one for ids in first_seen.values() for one in ids)
    return [
        *(f"not told: {one}" for one in told.keys() - written_ids.keys()),
        *(f"made up: {one}" for one in written_ids.keys() - told.keys()),
        *(f"in two topics: {one}" for one, times in written_ids.items() if times > 1),
        *(wrong for ids in first_seen.values() for wrong in _disorder(ids, told)),
    ]


def _disorder(ids: list[str], told: Mapping[str, tuple[Any, ...]]) -> Iterator[str]:
    last: Counter[tuple[str, str]] = Counter()
    for topic, kind, aggregate_id, number in (told[one] for one in ids if one in told):
        if number != last[kind, aggregate_id] + 1:
            yield f"in {topic}, {kind} {aggregate_id}: {number} after {last[kind, aggregate_id]}"
        last[kind, aggregate_id] = number
