"""Callbacks: kept in the transaction of the move they tell of, and counted down when accepted."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shop.sandbox.clock import now, written
from shop.sandbox.storage import Ledger

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class Channel(StrEnum):
    """Who tells; each channel has its own callback URL."""

    PAYMENT = "payment"
    COURIER = "courier"
    SUPPLIER = "supplier"


@dataclass(frozen=True, kw_only=True)
class Callback:
    """One that waits to be sent: the exact bytes, and how many copies the shop is owed."""

    id: str
    body: str
    copies_left: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one attempt; `accepted` copies got a 2xx, `error` is the last other answer."""

    callback_id: str
    accepted: int
    error: str | None


def keep_callback(
    ledger: Ledger,
    channel: Channel,
    *,
    event_type: str,
    data: Mapping[str, object],
    copies: int = 1,
    delay: float = 0,
) -> None:
    """To be sent as soon as possible, or `delay` seconds later."""
    moment = now()
    callback_id = f"evt_{secrets.token_hex(12)}"
    body = {"id": callback_id, "type": event_type, "created": written(moment), "data": data}
    ledger.execute(
        "INSERT INTO callbacks (id, channel, type, body, copies_left, next_attempt_at, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (callback_id, channel, event_type, json.dumps(body), copies, moment + delay, moment),
    )


def due_callbacks(ledger: Ledger, channel: Channel, *, limit: int) -> list[Callback]:
    rows = ledger.execute(
        "SELECT id, body, copies_left FROM callbacks"
        " WHERE channel = ? AND copies_left > 0 AND next_attempt_at <= ?"
        " ORDER BY next_attempt_at, number LIMIT ?",
        (channel, now(), limit),
    )
    return [Callback(**row) for row in rows]


def record_outcomes(ledger: Ledger, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        row = ledger.execute(
            "SELECT attempts FROM callbacks WHERE id = ?", (outcome.callback_id,)
        ).fetchone()
        ledger.execute(
            "UPDATE callbacks SET copies_left = max(copies_left - ?, 0), attempts = attempts + 1,"
            " next_attempt_at = ?, last_error = ? WHERE id = ?",
            (
                outcome.accepted,
                now() + pause_after(row["attempts"] + 1),
                outcome.error,
                outcome.callback_id,
            ),
        )


def kept_callbacks(ledger: Ledger, *, limit: int) -> list[dict[str, object]]:
    """The newest first, sent or not, for people and tests that look inside."""
    rows = ledger.execute("SELECT * FROM callbacks ORDER BY number DESC LIMIT ?", (limit,))
    return [
        {
            "id": row["id"],
            "channel": row["channel"],
            "type": row["type"],
            "attempts": row["attempts"],
            "copies_left": row["copies_left"],
            "last_error": row["last_error"],
            "body": json.loads(row["body"]),
        }
        for row in rows
    ]


def pause_after(attempts: int) -> float:
    """Seconds to wait after so many attempts: doubling from half a second to half a minute."""
    return min(_FIRST_PAUSE * 2.0 ** min(attempts - 1, 16), _LONGEST_PAUSE)


def signature(secret: str, *, body: str, moment: float) -> str:
    """The `Sandbox-Signature` header: the time of sending, and the HMAC of time and raw body."""
    time = int(moment)
    digest = hmac.new(secret.encode(), f"{time}.{body}".encode(), hashlib.sha256)
    return f"t={time},v1={digest.hexdigest()}"
