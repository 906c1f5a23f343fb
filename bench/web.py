"""The web server as a shop runs it, and a crowd that asks it for things."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import msgspec

from bench.load import Outcome, Plan
from shop.engines.ports import HOST, first_free
from shop.operations.running.addresses import Addresses
from shop.operations.running.processes import web

ROOT = Path(__file__).resolve().parent.parent
PORTS = range(18000, 18100)
START_SECONDS = 60


@dataclass(frozen=True)
class WebServer:
    """A running server: where it listens, and the process that all of its own descend from."""

    port: int
    pid: int


@contextmanager
def web_server(folder: Path) -> Iterator[WebServer]:
    """The shop's web processes, until the block is left."""
    port = first_free(PORTS)
    with (folder / "web.log").open("ab") as log:
        running = subprocess.Popen(  # noqa: S603 - our own program
            web(Addresses(web=port, live=0, sandbox=0, metrics=0, relay_metrics=0)).command,
            cwd=ROOT,
            env=os.environ,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_open(port, running, folder / "web.log")
        yield WebServer(port, running.pid)
    finally:
        running.terminate()
        running.wait()


def asked_by_crowd(plan: Plan) -> Outcome:
    """Carries the plan out in another process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=ROOT,
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Outcome)


def _wait_until_open(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and running.poll() is None:
        if _is_open(port):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The web server did not open:\n{log.read_text()[-2000:]}")


def _is_open(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
