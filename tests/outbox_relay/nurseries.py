"""Processes that import Django once and fork a child that dies for every line that they read."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.architecture.sources import ROOT
from tests.outbox_relay.arrange import address_of_database


@contextmanager
def nursery(module: str) -> Iterator[subprocess.Popen[str]]:
    """The module's process, on the database of this test."""
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def let_one_die(process: subprocess.Popen[str], *words: object) -> int:
    """The exit code of a child that was born with these words."""
    print(*words, sep=":", file=process.stdin, flush=True)
    return int(process.stdout.readline())
