"""python -m tests.faults.storm: SECONDS or ORDERS, CLIENTS, HOLD_SECONDS and SEED say how much.

CONTROL names a shop that is broken on purpose, and that the storm must convict.
"""

import os
import secrets
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.storm.run import Size, storm
from tests.faults.storm.telling import lines_of

ORDERS = int(os.environ.get("ORDERS", "0"))
SIZE = Size(
    clients=int(os.environ.get("CLIENTS", "32")),
    hold_seconds=int(os.environ.get("HOLD_SECONDS", "20")),
    orders=ORDERS,
    seconds=0 if ORDERS else float(os.environ.get("SECONDS", "120")),
    seed=int(os.environ.get("SEED", "0")) or secrets.randbelow(10**6),
    control=os.environ.get("CONTROL", ""),
)


def main() -> int:
    with TemporaryDirectory(prefix="storm-") as folder:
        outcome = storm(SIZE, Path(folder))
    sys.stdout.write("\n".join([*lines_of(SIZE, outcome), ""]))
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
