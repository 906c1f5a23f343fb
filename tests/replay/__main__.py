"""python -m tests.replay: ORDERS says how many, the oldest; all of them without it.

The history is that of `shared/data/olist` beside the project, or in the folder that HISTORY names.
"""

import os
import sys
from pathlib import Path

from bench.ground import own_ground
from tests.real_data import DATA

FOLDER = Path(os.environ.get("HISTORY", DATA / "olist"))
ORDERS = int(os.environ.get("ORDERS", "0")) or None


def main() -> int:
    if not FOLDER.is_dir():
        sys.stderr.write(f"There is no history in {FOLDER}: name its folder in HISTORY.\n")
        return 2
    with own_ground():
        return _replay()


def _replay() -> int:
    # Imported late: models need Django.
    from tests.replay.files import opened
    from tests.replay.run import replayed
    from tests.replay.telling import accusations, lines_of

    books = opened(FOLDER, orders=ORDERS)
    outcome = replayed(books, tell=lambda words: sys.stderr.write(f"{words}\n"))
    sys.stdout.write("\n".join([*lines_of(books, outcome), ""]))
    return 1 if accusations(books, outcome) else 0


if __name__ == "__main__":
    sys.exit(main())
