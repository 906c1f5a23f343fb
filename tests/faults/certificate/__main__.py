"""python -m tests.faults.certificate: EVENTS, KILLS and SEED say how much.

CONTROL names a relay that is broken on purpose, and that the certificate must convict.
"""

import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.architecture.sources import ROOT
from tests.faults.certificate.books import Findings, compared
from tests.faults.certificate.killing import PATIENCE_SECONDS, Killer, NoRecovery
from tests.faults.certificate.nursery import Nursery
from tests.faults.certificate.services import Services, own_services
from tests.faults.certificate.writing import Shifts
from tests.faults.checker.journal import read_journal

RELAYS = 3
CONSUMERS = ("ledger", "board")
EVENTS, KILLS = int(os.environ.get("EVENTS", "50000")), int(os.environ.get("KILLS", "30"))
SEED = int(os.environ.get("SEED", "0")) or secrets.randbelow(10**9)
CONTROL = os.environ.get("CONTROL", "")
_WAITING = """
SELECT (SELECT count(*) FROM outbox_cursor WHERE tick < %s) + count(*) FROM outbox_parked_key
"""
_EFFECTS = """
CREATE TABLE test_effect (
    n bigserial PRIMARY KEY, consumer text NOT NULL, event_id uuid NOT NULL, label text NOT NULL)
"""


def main() -> int:
    with TemporaryDirectory(prefix="certificate-") as name:
        folder = Path(name)
        with own_services(folder / "services") as services:
            return _certify(services, folder)


def _certify(services: Services, folder: Path) -> int:
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    environment = _environment(services, folder)
    _set_up(environment)
    address, begun = environment["DATABASE_URL"], time.monotonic()
    writers = Shifts(events=EVENTS, seed=SEED, folder=folder, address=address)
    with _relays(environment, chance) as relays:
        killer = Killer(services, relays, chance)
        with writers:
            killer.kill_often(KILLS, events=EVENTS)
        _await_the_end(address)
    with psycopg.connect(address) as session:
        brokers = environment["KAFKA_BOOTSTRAP_SERVERS"]
        findings = compared(session, brokers, CONSUMERS, read_journal(folder))
    _print(findings, killer, relays, time.monotonic() - begun)
    return 0 if findings.is_clean and not writers.failed else 1


def _environment(services: Services, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        **services.environment,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "TRADEWIND_STATE": str(folder / "state"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "CRITICAL"),
    }


def _set_up(environment: Mapping[str, str]) -> None:
    for command in (
        ["migrate", "--verbosity", "0"],
        ["outbox", "topics"],
    ):
        subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**environment},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    with psycopg.connect(environment["DATABASE_URL"]) as session:
        session.execute(_EFFECTS)


@contextmanager
def _relays(environment: Mapping[str, str], chance: random.Random) -> Iterator[list[Nursery]]:
    relays = [
        Nursery(f"relay-{number}", environment, chance, control=CONTROL) for number in range(RELAYS)
    ]
    try:
        for relay in relays:
            relay.start()
        yield relays
    finally:
        for relay in relays:
            relay.stop()


def _await_the_end(address: str) -> None:
    """Returns once all that was written is told and handled, what was parked as well."""
    patience = time.monotonic() + PATIENCE_SECONDS + EVENTS / 200
    with psycopg.connect(address, autocommit=True) as session:
        time.sleep(1)
        (newest,) = session.execute("SELECT max(n) FROM outbox_tick").fetchone()
        while session.execute(_WAITING, [newest]).fetchone()[0]:
            if time.monotonic() > patience:
                raise NoRecovery("Not everything was told and handled in the end.")
            time.sleep(0.1)


def _print(findings: Findings, killer: Killer, relays: list[Nursery], seconds: float) -> None:
    killed = sum((relay.deaths for relay in relays), Counter()) + killer.killed
    rows = {
        "events committed": findings.committed,
        "lost": findings.lost,
        "doubled effects": findings.doubled,
        "out of order": findings.disordered,
        "gaps": findings.gaps,
        "of rolled back transactions": findings.ghosts,
        "records sent again, in order": findings.repeated,
        "kills": killed.total(),
        **{f"- {_named(point)}": times for point, times in sorted(killed.items())},
        "slowest recovery": f"{killer.slowest_recovery:.1f} s",
        "all of it took": f"{seconds:.0f} s",
    }
    verdict = {
        "committed": findings.committed,
        "lost": findings.lost + findings.ghosts,
        "doubled": findings.doubled,
        "disordered": findings.disordered,
        "gaps": findings.gaps,
        "kills": killed.total(),
        "slowest_recovery_s": round(killer.slowest_recovery, 1),
    }
    head = f"SEED={SEED} EVENTS={EVENTS} KILLS={KILLS} CONTROL={CONTROL}"
    table = [f"| {name} | {value} |" for name, value in rows.items()]
    lines = [head, *findings.accused, *table, json.dumps(verdict)]
    sys.stdout.write("\n".join([*lines, ""]))


def _named(point: str) -> str:
    return "a relay, anywhere" if point == "none" else point


if __name__ == "__main__":
    sys.exit(main())
