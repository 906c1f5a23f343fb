"""Who asks a firm: this process, and others when a test says so, each with a clock of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pybreaker
from django.db import connection
from prometheus_client import REGISTRY

from shop.kernel.errors import Unreachable
from shop.kernel.outside import OutsideFirm, TimeBudget, memory
from tests.shop.kernel.firm import answers

ROOT = Path(__file__).resolve().parents[3]
NAME = "The firm"
DOWN = answers("503 Service Unavailable")
PATIENT = 600


def ask(firm: OutsideFirm) -> str:
    """What comes of it: answered, unanswered, or withheld."""
    try:
        firm.get("/thing", dict[str, int])
    except Unreachable as error:
        return "withheld" if "left alone" in str(error) else "unanswered"
    return "answered"


def shown(state: str, firm: str = NAME) -> float | None:
    """What the metrics of this process tell: 1 if the firm's breaker is in that state."""
    labels = {"firm": firm, "outside_breaker_state": state}
    return REGISTRY.get_sample_value("outside_breaker_state", labels)


class Process:
    """A process of the shop, on this machine or on one whose clock is wrong."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self) -> str:
        self.begin_to_ask()
        return self.heard()

    def begin_to_ask(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("ask\n")
        self._process.stdin.flush()

    def heard(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """As a crash would end it."""
        self._process.kill()
        self._process.wait()


@contextmanager
def another_process(
    firm: str, port: int, *, clock_ahead: int = 0, rest: float = PATIENT, redis: str = ""
) -> Iterator[Process]:
    """Leaves the firm alone after three failures; its clock is that many seconds ahead."""
    parts = connection.settings_dict
    told = {
        "DATABASE_URL": f"postgresql://{parts['USER']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}",
        "BREAKER_FAILURES": "3",
        "BREAKER_SECONDS": f"{rest}",
        **({"REDIS_URL": redis} if redis else {}),
    }
    command = [sys.executable, "-m", "tests.shop.kernel.asking", firm, f"{port}", f"{clock_ahead}"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=ROOT,
        env={**os.environ, **told, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Process(process)
        finally:
            process.kill()


def _run(name: str, port: str, ahead: str) -> None:
    pybreaker.datetime = memory.datetime = _clock(timedelta(seconds=int(ahead)))
    firm = OutsideFirm(
        name, f"http://127.0.0.1:{port}", "s3", TimeBudget(connect=5, read=PATIENT, total=PATIENT)
    )
    for _line in sys.stdin:
        sys.stdout.write(f"{ask(firm)}\n")
        sys.stdout.flush()


def _clock(ahead: timedelta) -> type[datetime]:
    """What a machine shows whose clock is wrong."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(tz) + ahead

    return Clock


if __name__ == "__main__":
    _run(*sys.argv[1:])
