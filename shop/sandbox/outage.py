"""A played outage: until its end, gateway and courier answer 503. It survives a restart."""

from shop.sandbox.clock import now
from shop.sandbox.storage import Ledger


def start_outage(ledger: Ledger, *, seconds: float) -> None:
    """From now on for so long; zero ends it."""
    ledger.execute(
        "INSERT OR REPLACE INTO outage (only_row, ends_at) VALUES (1, ?)", (now() + seconds,)
    )


def is_outage(ledger: Ledger) -> bool:
    row = ledger.execute("SELECT ends_at FROM outage").fetchone()
    return row is not None and bool(row["ends_at"] > now())
