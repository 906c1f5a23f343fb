"""One SKU that everybody wants: its stock row is locked by every order, one after the other.

So what counts is for how long each of them keeps the lock.
"""

from collections.abc import Iterator
from pathlib import Path

from bench.lock_time import with_lock_time
from bench.orders import Case, measured, requests_of
from bench.results import Figures
from bench.stockroom import fill_shop

LOCKS = 300
CASES = (Case("one-sku", 1, 16, skus=1, bench="hot-sku"),)


def run(folder: Path, *, chosen: frozenset[str]) -> Iterator[Figures]:
    """As many orders a second as the lock of one row lets through, median of three runs."""
    fill_shop()
    for case in CASES:
        if case.name in chosen:
            figures = measured(case, folder)
            yield with_lock_time(figures, requests_of(case, count=LOCKS))
