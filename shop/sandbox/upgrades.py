"""Brings storage that an older sandbox left behind to the present form, without losing a charge."""

import sqlite3
from pathlib import Path

_SCRIPTS = sorted(Path(__file__).with_name("upgrades").glob("*.sql"))


def upgrade(ledger: sqlite3.Connection) -> None:
    """Runs every script that this file has not seen; each is one transaction."""
    for number, script in enumerate(_SCRIPTS, start=1):
        (seen,) = ledger.execute("PRAGMA user_version").fetchone()
        if seen < number:
            statements = script.read_text(encoding="utf-8")
            ledger.executescript(
                f"BEGIN IMMEDIATE; {statements} PRAGMA user_version = {number}; COMMIT;"
            )
