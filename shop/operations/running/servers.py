"""The database and the cache of a run: the configured ones, else the embedded ones."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shop import engines
from shop.operations.running.log import Log


@dataclass(frozen=True, kw_only=True)
class Server:
    """An engine that can be started here when its variable names no other."""

    variable: str
    name: str
    start: Callable[[Path], str]
    address: Callable[[Path], str | None]


SERVERS = (
    Server(
        variable="DATABASE_URL",
        name="PostgreSQL",
        start=engines.start_postgres,
        address=engines.address_of_postgres,
    ),
    Server(
        variable="REDIS_URL",
        name="Valkey",
        start=engines.start_valkey,
        address=engines.address_of_valkey,
    ),
)


def own_servers() -> list[Server]:
    """Return the servers that the environment leaves to us."""
    return [server for server in SERVERS if not os.environ.get(server.variable)]


@contextmanager
def running_servers(folder: Path) -> Iterator[dict[str, str]]:
    """Start what is not configured, yield the variables that name it, and stop it at the end."""
    own = own_servers()
    try:
        with ThreadPoolExecutor() as pool:
            addresses = list(pool.map(lambda server: server.start(folder), own))
        yield {server.variable: url for server, url in zip(own, addresses, strict=True)}
    finally:
        engines.stop(folder)


def revive_servers(folder: Path, *, log: Log) -> None:
    """Start those of our servers again that have ended."""
    for server in own_servers():
        if server.address(folder) is None:
            log.say(f"{server.name} has ended; starting it again.")
            server.start(folder)
