"""One storm from the opening of a shop to the comparison of all books."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from shop import engines
from shop.engines.patience import attempts
from shop.operations.running.environment import urls_of
from shop.operations.running.programs import PROJECT
from shop.operations.smoke.findings import CLEAN, verified
from shop.operations.smoke.open_shop import open_shop, own_environment
from tests.faults.books import Database
from tests.faults.settling import settle
from tests.faults.storm.books import DEADLOCKS, ends, sold, wrong_books
from tests.faults.storm.buyers import Enough, let_in
from tests.faults.storm.record import Record

SETTLING_SECONDS = 900
# All of the crowd comes from one address.
_NO_LIMITS = dict.fromkeys(("API_READS_PER_MINUTE", "API_WRITES_PER_MINUTE"), "100000000")
_BROKEN = "tests.faults.storm.broken_settings"


@dataclass(frozen=True, kw_only=True)
class Size:
    """So many clients, until so many orders were wished for or so many seconds are over.

    Whoever has not paid when the hold ends loses the units to whoever comes next.
    """

    clients: int
    hold_seconds: int
    orders: int = 0
    seconds: float = 0
    seed: int = 0
    control: str = ""


@dataclass(kw_only=True)
class Outcome:
    """What a storm left behind."""

    record: Record = field(default_factory=Record)
    staff: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0
    deadlocks: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    sold: Counter[str] = field(default_factory=Counter)
    accused: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """No buyer saw an error, nobody met in a deadlock, and all books say the same."""
        return not self.accused and self.deadlocks == 0


def storm(size: Size, folder: Path) -> Outcome:
    """Opens a shop in the folder, lets everybody in, waits until it is calm, and compares."""
    own = {**_NO_LIMITS, "HOLD_SECONDS": f"{size.hold_seconds}"}
    if size.control:
        own |= {"DJANGO_SETTINGS_MODULE": _BROKEN, "CONTROL": size.control}
    outcome, lines = Outcome(), []
    with open_shop(folder, lines=lines, own=own) as addresses:
        environment = {**own_environment(folder), **own, **urls_of(addresses)}
        with (
            psycopg.connect(engines.address_of_postgres(folder), autocommit=True) as database,
            _staff(size, environment, outcome) as staff,
        ):
            began = time.monotonic()
            enough = Enough(orders=size.orders, seconds=size.seconds)
            let_in(addresses.shop, staff.tokens, outcome.record, enough=enough, seed=size.seed)
            outcome.seconds = time.monotonic() - began
            staff.clerks_rest()
            _become_calm(outcome, database)
        _compare(outcome, folder, environment)
    (folder / "shop.log").write_text("".join(lines))
    return outcome


class _Staff:
    """At work since the goods are on sale; `tokens` are those of the buyers."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.tokens: list[str] = json.loads(process.stdout.readline())

    def clerks_rest(self) -> None:
        """Nobody moves goods any more; the sweepers go on."""
        self._process.stdin.write("rest\n")
        self._process.stdin.flush()


@contextmanager
def _staff(size: Size, environment: Mapping[str, str], outcome: Outcome) -> Iterator[_Staff]:
    """Staff are there until the block is left; then the outcome has what they did."""
    command = (sys.executable, "-m", "tests.faults.storm.staff", f"{size.clients}", f"{size.seed}")
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _Staff(process)
    finally:
        said, _ = process.communicate()
    outcome.staff = json.loads(said)


def _become_calm(outcome: Outcome, database: Database) -> None:
    """Until every order has ended; where something is wrong already, nobody waits for more."""
    outcome.accused = [*outcome.record.faults]
    (outcome.deadlocks,) = database.execute(DEADLOCKS).fetchone()
    if outcome.is_good:
        settle(database, seconds=SETTLING_SECONDS)


def _compare(outcome: Outcome, folder: Path, environment: Mapping[str, str]) -> None:
    """When staff and buyers have gone home."""
    outcome.accused += outcome.staff["faults"]
    with psycopg.connect(engines.address_of_postgres(folder), autocommit=True) as database:
        if outcome.is_good:
            outcome.accused += _unsound(environment)
            outcome.accused += wrong_books(database, outcome.record, outcome.staff)
        outcome.ends, outcome.sold = ends(database), sold(database)
        (outcome.deadlocks,) = database.execute(DEADLOCKS).fetchone()


def _unsound(environment: Mapping[str, str]) -> list[str]:
    """What `verify` still says when everybody had time to catch up."""
    words = ""
    for _ in attempts(seconds=SETTLING_SECONDS):
        if (words := verified(environment)) == CLEAN:
            return []
    return [f"verify says: {words}"]
