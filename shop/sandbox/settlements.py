"""What came in and what went back, line by line, for whoever wants to hold books against it."""

import secrets
from dataclasses import dataclass

from shop.sandbox.charges import Charge
from shop.sandbox.clock import now
from shop.sandbox.clock import written as written_moment
from shop.sandbox.money import written
from shop.sandbox.storage import Ledger

AT_ONCE = 200


@dataclass(frozen=True)
class Statement:
    """Some lines, the oldest first; `place` is behind the last one of them."""

    lines: list[dict[str, str]]
    place: int


def settle_difference(ledger: Ledger, before: Charge, after: Charge) -> None:
    """Writes a line for what the move brought or gave back, if it did."""
    for amount in (after.captured - before.captured, before.refunded - after.refunded):
        if amount:
            ledger.execute(
                "INSERT INTO settlements (id, charge_id, door, amount, currency, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    f"st_{secrets.token_hex(12)}",
                    after.id,
                    after.door,
                    amount,
                    after.currency,
                    now(),
                ),
            )


def settled_after(ledger: Ledger, *, door: str, place: int) -> Statement:
    """What was settled there behind this place, some lines of it."""
    rows = ledger.execute(
        "SELECT * FROM settlements WHERE door = ? AND number > ? ORDER BY number LIMIT ?",
        (door, place, AT_ONCE),
    ).fetchall()
    lines = [
        {
            "id": row["id"],
            "charge": row["charge_id"],
            "amount": written(row["amount"], row["currency"]),
            "currency": row["currency"],
            "at": written_moment(row["at"]),
        }
        for row in rows
    ]
    return Statement(lines, rows[-1]["number"] if rows else place)
