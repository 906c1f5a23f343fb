"""The whole shop on a database of its own: web, live, relay, worker, beat, gateway and courier."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings

from bench.ground import database_beside
from bench.processors import command_line
from shop.engines.patience import attempts
from shop.operations.running.addresses import Addresses
from shop.operations.running.environment import urls_of
from shop.operations.running.marks import marked
from shop.operations.smoke.findings import CLEAN, verified
from shop.operations.smoke.open_shop import open_shop, own_environment

SECRETS = ("SECRET_KEY", "JWT_SECRET", "CUSTOMER_KEYS_SECRET", "LIVE_SECRET", "SANDBOX_SECRET")
SETTLING_SECONDS = 300
_IN_STATES = "SELECT count(*) FROM orders_order WHERE state = ANY(%s)"
PROGRAMS = {"web": "config.wsgi", "worker": "--quiet worker", "relay": "manage.py relay"}


class UnsoundBooks(RuntimeError):
    """Something is wrong or open, so no figure counts."""


@dataclass(frozen=True)
class WholeShop:
    """A shop that is open; commands with its environment work on its database."""

    folder: Path
    addresses: Addresses
    database: str
    environment: dict[str, str]

    def trees(self) -> dict[str, int]:
        """By program, the process that all processes of the program descend from."""
        return {name: self._root(program) for name, program in PROGRAMS.items()}

    def wait_until_no_order_is(self, *states: str) -> None:
        """Raises UnsoundBooks when some orders stay in these states for too long."""
        with psycopg.connect(self.database, autocommit=True) as database:
            for _ in attempts(seconds=SETTLING_SECONDS):
                if database.execute(_IN_STATES, [list(states)]).fetchone() == (0,):
                    return
        raise UnsoundBooks(f"Some orders are still {' or '.join(states)}.")

    def demand_sound_books(self) -> None:
        """Waits until nothing is open, and nobody is behind any more. Raises UnsoundBooks."""
        for _ in attempts(seconds=SETTLING_SECONDS):
            if (verdict := verified(self.environment)) == CLEAN:
                return
        raise UnsoundBooks(f"verify says: {verdict}")

    def _root(self, program: str) -> int:
        return min(pid for pid in marked(self.folder) if program in command_line(pid))


@contextmanager
def whole_shop(folder: Path, **more: str) -> Iterator[WholeShop]:
    """Opens the shop in the folder; closes it, and its database is gone.

    `more` are settings that are not as usual, by the names of their environment variables.
    """
    with database_beside(os.environ["DATABASE_URL"]) as url:
        secrets = {name: getattr(settings, name) for name in SECRETS}
        own = {"DATABASE_URL": url, **secrets, **more}
        with open_shop(folder, lines=[], own=own) as addresses:
            environment = {**own_environment(folder), **own, **urls_of(addresses)}
            yield WholeShop(folder, addresses, url, environment)
