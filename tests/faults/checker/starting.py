"""Starts the writers: twelve of them, in three processes."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.faults.checker.plan import Plan

PROCESSES, WRITERS_EACH = 3, 4


def start_writers(
    plan: Plan, folder: Path, address: str, *, shift: int = 0
) -> list[subprocess.Popen[bytes]]:
    """Twelve writers in three processes, on the database at the address; others in every shift."""
    first = shift * PROCESSES * WRITERS_EACH
    return [
        _writers(plan, folder, address, first=first + number * WRITERS_EACH)
        for number in range(PROCESSES)
    ]


def _writers(plan: Plan, folder: Path, address: str, *, first: int) -> subprocess.Popen[bytes]:
    numbers = [str(first), str(first + WRITERS_EACH), json.dumps(asdict(plan))]
    command = [sys.executable, "-m", "tests.faults.checker.writers", address, str(folder)]
    return subprocess.Popen([*command, *numbers], cwd=ROOT)  # noqa: S603
