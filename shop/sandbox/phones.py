"""Short messages, kept for the phones they went to under the id that the shop gave them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from sqlite3 import Row
from typing import Literal

from shop.sandbox.clock import now, written
from shop.sandbox.problems import conflict, invalid, not_found
from shop.sandbox.storage import Ledger

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_PUNCTUATION = re.compile(r"[ ()./-]")


class Carrier(StrEnum):
    SMS = "sms"
    WHATSAPP = "whatsapp"


@dataclass(frozen=True, kw_only=True)
class ScriptedNumber:
    """A number, and how a message to it goes."""

    number: str
    plot: str
    fate: Literal["refused", "unavailable", "slow", "stalled"]


SCRIPTED_NUMBERS = (
    ScriptedNumber(number="+15005550001", plot="Refused: nobody has this number", fate="refused"),
    ScriptedNumber(number="+15005550002", plot="The carrier is always busy", fate="unavailable"),
    ScriptedNumber(number="+15005550003", plot="Taken after a moment", fate="slow"),
    ScriptedNumber(
        number="+15005550004",
        plot="Taken, but the shop gets no answer in time",
        fate="stalled",
    ),
)
_FATES = {scripted.number: scripted.fate for scripted in SCRIPTED_NUMBERS}
Fate = Literal["taken", "refused", "unavailable", "slow", "stalled"]


@dataclass(frozen=True, kw_only=True)
class PhoneMessage:
    """What somebody's phone shows."""

    id: str
    carrier: Carrier
    number: str
    text: str
    taken_at: float

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "carrier": self.carrier,
            "to": self.number,
            "text": self.text,
            "taken_at": written(self.taken_at),
        }


def dialled(number: str) -> str:
    """The number as carriers write it; refused unless it begins with + and a country's code."""
    plain = _PUNCTUATION.sub("", number)
    if not _NUMBER.fullmatch(plain):
        raise invalid("Write the number with + and the country's code, like +49 30 1234567.")
    return plain


def fate_of(number: str) -> Fate:
    return _FATES.get(number, "taken")


def take_message(
    ledger: Ledger, *, message_id: str, carrier: Carrier, number: str, text: str
) -> tuple[PhoneMessage, bool]:
    """The message with that id, and whether it is new; it reaches the phone once.

    Refused if another message has the id.
    """
    cursor = ledger.execute(
        "INSERT OR IGNORE INTO phone_messages (id, carrier, number, text, taken_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (message_id, carrier, number, text, now()),
    )
    message = message_with_id(ledger, carrier, message_id)
    if (message.number, message.text) != (number, text):
        raise conflict("Another message has this id. Take a new one for every message.")
    return message, cursor.rowcount == 1


def message_with_id(ledger: Ledger, carrier: Carrier, message_id: str) -> PhoneMessage:
    row = ledger.execute(
        "SELECT * FROM phone_messages WHERE id = ? AND carrier = ?", (message_id, carrier)
    ).fetchone()
    if row is None:
        raise not_found(f"No {carrier} message has the id {message_id!r}.")
    return _message(row)


def newest_messages(ledger: Ledger, *, limit: int) -> list[PhoneMessage]:
    """Of all phones, the newest last."""
    rows = ledger.execute(
        "SELECT * FROM phone_messages ORDER BY taken_at DESC, id LIMIT ?", (limit,)
    ).fetchall()
    return [_message(row) for row in reversed(rows)]


def _message(row: Row) -> PhoneMessage:
    return PhoneMessage(
        id=row["id"],
        carrier=Carrier(row["carrier"]),
        number=row["number"],
        text=row["text"],
        taken_at=row["taken_at"],
    )
