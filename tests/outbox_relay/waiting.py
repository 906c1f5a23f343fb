"""Waits for something to become true in another thread or process."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60.0


def wait_until(condition: Callable[[], object]) -> None:
    """Returns once the condition holds. Raises TimeoutError when all patience is gone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} did not become true in {PATIENCE_SECONDS} s.")
        time.sleep(0.01)
