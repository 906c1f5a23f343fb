"""What the gateway would settle, as a file, and what `reconcile` says of it."""

import csv
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shop.operations.running.programs import PROJECT
from shop.sandbox.money import written

AGREES = "all agree"
_HEADER = ("id", "charge", "amount", "currency", "at")
_CHARGES = "SELECT id, captured, refunded, currency, created_at FROM charges WHERE captured > 0"
_BEFORE_AND_AFTER = timedelta(days=1)


def settled(gateway: Path, file: Path) -> Path:
    """Writes what the gateway in the folder took and gave back; returns the file."""
    with file.open("w", newline="") as settlement:
        csv.writer(settlement).writerows([_HEADER, *_lines(gateway)])
    return file


def reconciled(file: Path, environment: Mapping[str, str]) -> str:
    """`AGREES`, or every difference between the file and the books of the shop."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "manage.py", "reconcile", "sandbox", str(file)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    words = done.stdout + done.stderr
    return AGREES if done.returncode == 0 and words.strip().endswith(AGREES) else words


def _lines(gateway: Path) -> Iterator[tuple[str, str, str, str, str]]:
    with closing(sqlite3.connect(gateway / "sandbox.sqlite3")) as ledger:
        charges = ledger.execute(_CHARGES).fetchall()
    for charge, captured, refunded, currency, made_at in charges:
        moment = datetime.fromtimestamp(made_at, tz=UTC)
        # The file tells of days, so whatever our books have and it has not is missed.
        begin, end = moment - _BEFORE_AND_AFTER, moment + _BEFORE_AND_AFTER
        yield f"{charge} in", charge, written(captured, currency), currency, begin.isoformat()
        yield f"{charge} out", charge, f"-{written(refunded, currency)}", currency, end.isoformat()
