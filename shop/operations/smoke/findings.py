"""What the shop itself says after the purchases."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from shop.engines.patience import attempts
from shop.operations.running.programs import PROJECT

VERIFY = (sys.executable, "manage.py", "verify", "--json")
SETTLING_SECONDS = 60.0
CLEAN = "clean"


def verified(environment: Mapping[str, str]) -> str:
    """Return "clean" once `verify` finds nothing broken and nothing open, else its last words."""
    words = ""
    for _ in attempts(seconds=SETTLING_SECONDS):
        done = _verify(environment)
        words = done.stdout + done.stderr
        if done.returncode != 0 or not json.loads(done.stdout)["open"]:
            return words if done.returncode else CLEAN
    return words


def topic_records(state: Path) -> int:
    """Return how many events have left the house."""
    return sum(len(file.read_bytes().splitlines()) for file in state.glob("topics/*.jsonl"))


def _verify(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (every word of the command is ours)
        VERIFY, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
