"""Where the processes listen: what the environment says, else the first port that is free."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from shop.engines.ports import HOST
from shop.operations.running.errors import CannotRun
from shop.operations.running.ports import took

PORTS_TO_TRY = 100


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The ports of one run, all on 127.0.0.1."""

    web: int
    live: int
    sandbox: int
    metrics: int
    relay_metrics: int

    @property
    def shop(self) -> str:
        return url_of(self.web)


@contextmanager
def chosen_addresses() -> Iterator[Addresses]:
    """Yield five ports to listen on, which no other runner takes meanwhile.

    Raise CannotRun when a configured one is taken.
    """
    with ExitStack() as held:
        metrics = range(8300, 8300 + PORTS_TO_TRY)
        yield Addresses(
            web=_port("PORT", default=8000, held=held),
            sandbox=_port("SANDBOX_PORT", default=8100, held=held),
            live=_port("LIVE_PORT", default=8200, held=held),
            metrics=_first_free(metrics, variable="WORKER_METRICS", held=held),
            relay_metrics=_first_free(metrics, variable="RELAY_METRICS", held=held),
        )


def url_of(port: int) -> str:
    return f"http://{HOST}:{port}"


def _port(variable: str, *, default: int, held: ExitStack) -> int:
    configured = os.environ.get(variable, "")
    if configured:
        return _configured(variable, configured, held=held)
    return _first_free(range(default, default + PORTS_TO_TRY), variable=variable, held=held)


def _configured(variable: str, text: str, *, held: ExitStack) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotRun(f"{variable}={text} is no port. Give a number from 1 to 65535, or none.")
    if not took(int(text), held=held):
        raise CannotRun(
            f"Port {text}, which {variable} names, is taken by another program "
            f"(`ss -ltnp` tells which). End it, or unset {variable} to get any free port."
        )
    return int(text)


def _first_free(ports: Iterable[int], *, variable: str, held: ExitStack) -> int:
    for port in ports:
        if took(port, held=held):
            return port
    raise CannotRun(
        f"No port from {ports} is free. End programs that listen there, or set {variable}."
    )
