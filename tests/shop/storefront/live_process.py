"""A real `live` process, and somebody who listens to it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60


@contextmanager
def running_live(**environment: str) -> Iterator[str]:
    """The address of a `live` process with this environment besides our own."""
    command = [sys.executable, "-m", "uvicorn", "--port", "0", "--timeout-graceful-shutdown", "1"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "shop.storefront.live:application"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield _announced_address(process)
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()


def _announced_address(process: subprocess.Popen[str]) -> str:
    lines = []
    for line in process.stderr:
        lines.append(line)
        if " running on " in line:
            return line.partition(" running on ")[2].split()[0]
    raise RuntimeError(f"live did not start: {''.join(lines)}")


class Listener:
    """Reads a stream of server-sent events, one after the other."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def next_event(self) -> tuple[str, str]:
        """The kind and the data of the next event; comments are passed over."""
        kind, data = "", ""
        for line in self._lines:
            field, _, value = line.partition(": ")
            kind = value if field == "event" else kind
            data = value if field == "data" else data
            if not line and kind:
                return kind, data
        raise EOFError("The stream has ended.")

    def next_state(self) -> str:
        """The data of the next state, however often the stream is blind before."""
        while (event := self.next_event())[0] != "state":
            pass
        return event[1]


@contextmanager
def listening(address: str) -> Iterator[Listener]:
    client = httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS)
    with client, client.stream("GET", address) as response:
        yield Listener(response)
