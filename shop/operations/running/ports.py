"""Ports that a run has to itself, also among runners that look for one at the same moment.

That nobody listens yet says little: the web server lets others of the same user listen at its port,
as its workers do. So a runner also holds a lock of each of its ports, from choosing it to its end.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import gettempdir

from shop.engines.leases import lease_of
from shop.engines.ports import is_free


def took(port: int, *, held: ExitStack) -> bool:
    """Whether the port is ours now, until `held` is closed; not if anybody else has it."""
    with ExitStack() as ours:
        if ours.enter_context(lease_of(_lock(port))) is None or not is_free(port):
            return False
        held.push(ours.pop_all())
    return True


def _lock(port: int) -> Path:
    folder = Path(gettempdir()) / f"tradewind-ports-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{port}.lock"
