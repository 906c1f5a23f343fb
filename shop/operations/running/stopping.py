"""Ends the run of a state folder from outside: `make stop`."""

import os
from pathlib import Path
from signal import SIGTERM

from shop import engines
from shop.engines.patience import attempts
from shop.operations.running.errors import CannotRun
from shop.operations.running.marks import end_marked
from shop.operations.running.record import Run, current_run

PATIENCE_SECONDS = 60.0


def stop(folder: Path) -> None:
    """Leave nothing of the folder's shop running; raise CannotRun if its runner does not end."""
    if run := current_run(folder):
        _end_runner(folder, run)
    end_marked(folder)
    engines.stop(folder)


def _end_runner(folder: Path, run: Run) -> None:
    os.kill(run.pid, SIGTERM)
    for _ in attempts(seconds=PATIENCE_SECONDS):
        if current_run(folder) is None:
            return
    raise CannotRun(
        f"The runner (process {run.pid}) did not end within {PATIENCE_SECONDS:.0f} s. "
        f"Kill it with `kill -9 {run.pid}` and run `make stop` again."
    )
