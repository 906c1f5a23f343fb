"""python -m tests.journeys.watched_worker FILE: a Celery worker whose locks are watched.

What goes back up the lock order is written to the file, as tests/lock_order.py finds it.
"""

import sys
from functools import partial
from pathlib import Path

import django
from celery.signals import task_postrun

WORDS = ("--pool", "threads", "--concurrency", "4", "--loglevel", "INFO", "--without-gossip")


def main() -> None:
    django.setup()
    # Imported late: units of work need Django.
    from config.celery import app
    from tests import lock_order

    def tell(file: Path, **_: object) -> None:
        while lock_order._violations:
            with file.open("a") as violations:
                violations.write(f"{lock_order._violations.pop()}\n\n")

    lock_order.pytest_configure()
    note = partial(tell, Path(sys.argv[1]))
    task_postrun.connect(note, weak=False)
    app.worker_main(["worker", *WORDS])


if __name__ == "__main__":
    main()
