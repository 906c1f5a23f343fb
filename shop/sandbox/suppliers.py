"""The suppliers: each move stores the order and the callback that tells of it together."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date
from sqlite3 import Row
from typing import Any

from shop.sandbox.callbacks import Channel, keep_callback
from shop.sandbox.clock import now
from shop.sandbox.problems import invalid, not_found
from shop.sandbox.storage import Ledger
from shop.sandbox.supplier_orders import Delivery, OrderStatus, SupplierOrder, Units
from shop.sandbox.supplier_stories import story_of


@dataclass(frozen=True, kw_only=True)
class Suppliers:
    """Who takes orders. Times in seconds: until the answer, and then until each delivery."""

    answer_seconds: float
    supply_seconds: float

    def take(
        self,
        ledger: Ledger,
        *,
        supplier: str,
        reference: str,
        number: str,
        items: tuple[Units, ...],
        wanted_on: date,
    ) -> SupplierOrder:
        if unsold := [it.code for it in items if it.is_unsold()]:
            raise invalid(f"Nobody sells {unsold[0]} any more: leave it out.")
        taken_at = now()
        answers = story_of(supplier).answers
        order = SupplierOrder(
            id=f"so_{secrets.token_hex(12)}",
            supplier=supplier,
            reference=reference,
            number=number,
            items=items,
            wanted_on=wanted_on,
            taken_at=taken_at,
            answers_at=taken_at + self.answer_seconds if answers else None,
        )
        _insert(ledger, order)
        return order

    def answer(self, ledger: Ledger, order_id: str) -> SupplierOrder:
        order = order_with_id(ledger, order_id)
        story = story_of(order.supplier)
        answered = order.answer(story, supplies_at=now() + self.supply_seconds)
        return _moved(ledger, answered, f"order.{answered.status}")

    def supply(self, ledger: Ledger, order_id: str) -> SupplierOrder:
        order = order_with_id(ledger, order_id)
        supplied = order.supply(
            story_of(order.supplier),
            delivery_id=f"DN-{secrets.token_hex(4).upper()}",
            next_at=now() + self.supply_seconds,
        )
        return _moved(ledger, supplied, "order.despatched")

    def advance_due_orders(self, ledger: Ledger) -> int:
        """Answer and send what is due by now, answers first; how many moves."""
        answering = _due(ledger, "answers_at")
        for order_id in answering:
            self.answer(ledger, order_id)
        sending = _due(ledger, "supplies_at")
        for order_id in sending:
            self.supply(ledger, order_id)
        return len(answering) + len(sending)


def order_with_id(ledger: Ledger, order_id: str, *, supplier: str = "") -> SupplierOrder:
    """The order, of that supplier if one is named."""
    row = ledger.execute("SELECT * FROM supplier_orders WHERE id = ?", (order_id,)).fetchone()
    if row is None or supplier not in {"", row["supplier"]}:
        raise not_found("There is no order with this id.")
    return _order(row)


def orders_for(ledger: Ledger, *, reference: str) -> list[SupplierOrder]:
    rows = ledger.execute(
        "SELECT * FROM supplier_orders WHERE reference = ? ORDER BY rowid LIMIT 100", (reference,)
    )
    return [_order(row) for row in rows]


def newest_orders(ledger: Ledger, *, limit: int) -> list[SupplierOrder]:
    """The newest first."""
    rows = ledger.execute("SELECT * FROM supplier_orders ORDER BY rowid DESC LIMIT ?", (limit,))
    return [_order(row) for row in rows]


def _due(ledger: Ledger, column: str) -> list[str]:
    rows = ledger.execute(
        f"SELECT id FROM supplier_orders WHERE {column} <= ? ORDER BY {column}",  # noqa: S608
        (now(),),
    )
    return [row["id"] for row in rows]


def _insert(ledger: Ledger, order: SupplierOrder) -> None:
    ledger.execute(
        "INSERT INTO supplier_orders (id, supplier, reference, number, story, items, wanted_on,"
        " status, promised, expected_on, reason, notices, taken_at, answers_at, supplies_at)"
        " VALUES (:id, :supplier, :reference, :number, :story, :items, :wanted_on, :status,"
        " :promised, :expected_on, :reason, :deliveries, :taken_at, :answers_at, :supplies_at)",
        {"story": story_of(order.supplier).name, **_texts(order)},
    )


def _moved(ledger: Ledger, order: SupplierOrder, happened: str) -> SupplierOrder:
    ledger.execute(
        "UPDATE supplier_orders SET status = :status, promised = :promised, reason = :reason,"
        " expected_on = :expected_on, notices = :deliveries, answers_at = :answers_at,"
        " supplies_at = :supplies_at WHERE id = :id",
        _texts(order),
    )
    keep_callback(
        ledger,
        Channel.SUPPLIER,
        event_type=happened,
        data=order.as_json(),
        copies=story_of(order.supplier).callback_copies,
    )
    return order


def _texts(order: SupplierOrder) -> dict[str, object]:
    values = asdict(order)
    lists = {name: json.dumps(values[name]) for name in ("items", "promised", "deliveries")}
    days = {name: str(day) if (day := values[name]) else None for name in _DAYS}
    return {**values, **lists, **days}


_DAYS = ("wanted_on", "expected_on")


def _order(row: Row) -> SupplierOrder:
    values = dict(row)
    values.pop("story")
    notices = json.loads(values.pop("notices"))
    deliveries = tuple(Delivery(id=it["id"], items=_units(it["items"])) for it in notices)
    expected = values["expected_on"]
    typed = {
        "items": _units(json.loads(values["items"])),
        "promised": _units(json.loads(values["promised"])),
        "status": OrderStatus(values["status"]),
        "wanted_on": date.fromisoformat(values["wanted_on"]),
        "expected_on": date.fromisoformat(expected) if expected else None,
    }
    return SupplierOrder(**{**values, **typed}, deliveries=deliveries)


def _units(items: list[dict[str, Any]]) -> tuple[Units, ...]:
    return tuple(Units(**it) for it in items)
