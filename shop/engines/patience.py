import time
from collections.abc import Iterator

PAUSE_SECONDS = 0.03


def attempts(*, seconds: float) -> Iterator[None]:
    """Yield at once and then again and again, with pauses, until the seconds are over."""
    deadline = time.monotonic() + seconds
    yield
    while time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
        yield
