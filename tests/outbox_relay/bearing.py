"""The inside of a nursery; Django is not set up yet when it is imported."""

import os
import sys
from collections.abc import Callable


def bear_children(live: Callable[..., None]) -> None:
    """Forks a child for every line, and answers with the code that it ends with."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(*line.strip().split(":"))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
