"""The whole replay: the shelves are filled, everything happens, and the shop is compared."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta

import duckdb
from django.db import connection
from django.db.models import Sum
from django.test import override_settings

from apps.inventory.models import Stock
from shop.kernel import clock
from shop.operations.verify import Finding, verified
from tests.replay import expected
from tests.replay.files import PAYING_DAYS
from tests.replay.player import Played, Player
from tests.replay.timeline import happenings

PROGRESS_EVERY = 5_000
_SEEDED = "SELECT sku, units FROM seeded ORDER BY sku"
_THE_END = """
SELECT max(greatest(placed, approved, carried, delivered, lapses, given_up)) FROM history
"""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it, and what `verify` and the files say to that."""

    played: Played
    seconds: float
    findings: list[Finding]
    units: expected.Units


def replayed(
    books: duckdb.DuckDBPyConnection, *, tell: Callable[[str], object] = lambda _: None
) -> Outcome:
    """Plays the history that was opened; then `expected` can be asked about it.

    `tell` hears now and then how far it has come.
    """
    began = time.monotonic()
    with connection.cursor() as cursor:
        # No crash is a part of this, so nobody waits for the disk.
        cursor.execute("SET synchronous_commit = off")
    player, seeded = Player(), dict(books.execute(_SEEDED).fetchall())
    with override_settings(HOLD_LENGTH=timedelta(days=PAYING_DAYS)):
        player.fill_shelves(seeded)
        for number, happening in enumerate(happenings(books)):
            player.play(happening)
            if number % PROGRESS_EVERY == 0:
                tell(f"{happening.moment:%Y-%m-%d}, {len(player.played.orders):,} orders")
    expected.tell(books, short=player.played.short)
    ((end,),) = books.execute(_THE_END).fetchall()
    with clock.travelled_to(end.replace(tzinfo=UTC) + timedelta(hours=1)):
        findings = verified().findings
    return Outcome(
        played=player.played,
        seconds=time.monotonic() - began,
        findings=findings,
        units={**dict.fromkeys(seeded, (0, 0)), **_units()},
    )


def _units() -> expected.Units:
    sums = Stock.objects.values("sku").annotate(there=Sum("on_hand"), kept=Sum("reserved"))
    return {row["sku"]: (row["there"], row["kept"]) for row in sums.order_by()}
