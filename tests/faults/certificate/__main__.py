"""python -m tests.faults.certificate: EVENTS, KILLS and SEED say how much.

CONTROL names a relay that is broken on purpose, and that the certificate must convict.
"""

import json
import os
import random
import secrets
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.faults.certificate.books import Findings, compared, read_topic
from tests.faults.certificate.killing import PATIENCE_SECONDS, Killer
from tests.faults.certificate.nursery import Nursery
from tests.faults.certificate.services import Services, own_services
from tests.faults.certificate.setting import (
    CONSUMERS,
    RELAYS,
    await_the_end,
    environment_of,
    living_relays,
    set_up,
)
from tests.faults.certificate.writing import Shifts
from tests.faults.checker.journal import read_journal

EVENTS, KILLS = int(os.environ.get("EVENTS", "50000")), int(os.environ.get("KILLS", "30"))
SEED = int(os.environ.get("SEED", "0")) or secrets.randbelow(10**9)
CONTROL = os.environ.get("CONTROL", "")


def main() -> int:
    with TemporaryDirectory(prefix="certificate-") as name:
        folder = Path(name)
        with own_services(folder / "services") as services:
            return _certify(services, folder)


def _certify(services: Services, folder: Path) -> int:
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    environment = environment_of(services, folder)
    set_up(environment)
    address, begun = environment["DATABASE_URL"], time.monotonic()
    writers = Shifts(events=EVENTS, seed=SEED, folder=folder, address=address)
    with living_relays([environment] * RELAYS, chance, control=CONTROL) as relays:
        killer = Killer(services, relays, chance)
        with writers:
            killer.kill_often(KILLS, events=EVENTS)
        await_the_end(address, seconds=PATIENCE_SECONDS + EVENTS / 200)
    with psycopg.connect(address) as session:
        records = list(read_topic(environment["KAFKA_BOOTSTRAP_SERVERS"]))
        findings = compared(session, records, CONSUMERS, read_journal(folder))
    _print(findings, killer, relays, time.monotonic() - begun)
    return 0 if findings.is_clean and not writers.failed else 1


def _print(findings: Findings, killer: Killer, relays: list[Nursery], seconds: float) -> None:
    killed = sum((relay.deaths for relay in relays), Counter()) + killer.killed
    rows = {
        "events committed": findings.committed,
        "lost": findings.lost,
        "doubled effects": findings.doubled,
        "out of order": findings.disordered,
        "gaps": findings.gaps,
        "of rolled back transactions": findings.ghosts,
        "ticks that hide an event": findings.blind,
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
