"""What every proof needs before and after it: a shop's tables and topics, relays, patience."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.architecture.sources import ROOT
from tests.faults.certificate.killing import NoRecovery
from tests.faults.certificate.nursery import Nursery
from tests.faults.certificate.services import Services

RELAYS = 3
CONSUMERS = ("ledger", "board")
_WAITING = """
SELECT (SELECT count(*) FROM outbox_cursor WHERE tick < %(tick)s AND consumer LIKE %(consumer)s)
    + (SELECT count(*) FROM outbox_parked_key WHERE consumer LIKE %(consumer)s)
"""
EVERYBODY = "%"
_EFFECTS = """
CREATE TABLE test_effect (
    n bigserial PRIMARY KEY, consumer text NOT NULL, event_id uuid NOT NULL, label text NOT NULL)
"""


def environment_of(services: Services, folder: Path) -> dict[str, str]:
    """Of every process of the shop that works on these engines."""
    return {
        **os.environ,
        **services.environment,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "TRADEWIND_STATE": str(folder / "state"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "CRITICAL"),
    }


def set_up(environment: Mapping[str, str]) -> None:
    """Makes tables and topics. Raises CalledProcessError."""
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "outbox", "topics")
    with psycopg.connect(environment["DATABASE_URL"]) as session:
        session.execute(_EFFECTS)


def manage(environment: Mapping[str, str], *command: str) -> None:
    """One command of manage.py. Raises CalledProcessError."""
    subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def living_relays(
    environments: Sequence[Mapping[str, str]], chance: random.Random, *, control: str
) -> Iterator[list[Nursery]]:
    """A relay for each environment, kept alive until the block is left."""
    relays = [
        Nursery(f"relay-{number}", environment, chance, control=control)
        for number, environment in enumerate(environments)
    ]
    try:
        for relay in relays:
            relay.start()
        yield relays
    finally:
        for relay in relays:
            relay.stop()


def await_the_end(address: str, *, seconds: float, consumer: str = EVERYBODY) -> None:
    """Returns once all that was written is told and handled, what was parked as well.

    Or only what one consumer has to do. Raises NoRecovery after so many seconds.
    """
    patience = time.monotonic() + seconds
    with psycopg.connect(address, autocommit=True) as session:
        time.sleep(1)
        (newest,) = session.execute("SELECT max(n) FROM outbox_tick").fetchone()
        wanted = {"tick": newest, "consumer": consumer}
        while session.execute(_WAITING, wanted).fetchone()[0]:
            if time.monotonic() > patience:
                raise NoRecovery("Not everything was told and handled in the end.")
            time.sleep(0.1)
