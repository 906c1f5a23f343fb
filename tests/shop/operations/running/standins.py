"""Small programs that stand in for the shop's processes."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shop.operations.running.processes import Process

STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
"""
PATIENT = """
import sys, time
print("ready", flush=True)
time.sleep(600)
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def python(source: str, name: str = "standin", **kind: bool) -> Process:
    return Process(name=name, command=(sys.executable, "-c", source), **kind)


PATIENCE_SECONDS = 240
"""A whole shop starts meanwhile, on a machine that may have much else to do."""


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} seconds in vain"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, **more}
