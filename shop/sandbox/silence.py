"""A played silence: until its end a firm takes whatever is asked, and says nothing.

It survives a restart.
"""

from collections.abc import Iterable
from enum import StrEnum

from shop.sandbox.clock import now
from shop.sandbox.storage import Ledger


class Firm(StrEnum):
    """Whom the sandbox plays, by the path where they are asked."""

    GATEWAY = "gateway"
    SOAP = "soap"
    STRIPE = "stripe"
    COURIER = "courier"
    PHONES = "phones"
    SUPPLIERS = "suppliers"


def start_silence(ledger: Ledger, *, firms: Iterable[Firm], seconds: float) -> None:
    """From now on for so long; zero ends it."""
    ledger.executemany(
        "INSERT OR REPLACE INTO silences (firm, ends_at) VALUES (?, ?)",
        [(firm, now() + seconds) for firm in firms],
    )


def silence_left(ledger: Ledger, firm: Firm) -> float:
    """For how many seconds more it says nothing."""
    row = ledger.execute("SELECT ends_at FROM silences WHERE firm = ?", (firm,)).fetchone()
    return max(row["ends_at"] - now(), 0.0) if row else 0.0


def silent_firms(ledger: Ledger) -> list[str]:
    rows = ledger.execute("SELECT firm FROM silences WHERE ends_at > ? ORDER BY firm", (now(),))
    return [row["firm"] for row in rows]
