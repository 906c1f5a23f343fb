"""python -m tests.faults.storm.staff BUYERS SEED: clerks who move the goods, and sweepers.

Works on the database that the environment names. Puts the goods on sale, then writes the buyers'
tokens as one line of JSON. After a line of stdin the clerks rest; when it is closed the sweepers
do, too, and another line of JSON says what all of them did.
"""

import json
import logging
import os
import random
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

SWEEPERS, CLERKS_OF_A_KIND = 3, 2
CLERK_SECONDS, SWEEPER_SECONDS = 2.0, 0.5
"""Between two deeds of the same person, at most: whatever they move, the relay has to tell of."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # Imported late: models need Django.
    from bench.stockroom import tokens_of_new_customers
    from tests.faults.storm.clerks import DEEDS, Tally, put_on_sale, sweep

    buyers, seed = (int(argument) for argument in sys.argv[1:])
    tally, evening, night = Tally(), threading.Event(), threading.Event()
    logging.getLogger().addHandler(_Noting(tally))
    put_on_sale(tally)
    _say(tokens_of_new_customers(buyers))
    work = [(deed, evening, CLERK_SECONDS) for deed in DEEDS * CLERKS_OF_A_KIND]
    work += [(sweep, night, SWEEPER_SECONDS)] * SWEEPERS
    with ThreadPoolExecutor(len(work)) as staff:
        for number, (deed, ending, seconds) in enumerate(work):
            pauses = random.Random(f"{seed} staff {number}")  # noqa: S311 - repeatable
            staff.submit(_work, deed, tally, pauses, ending=ending, seconds=seconds)
        sys.stdin.readline()
        evening.set()
        sys.stdin.read()
        night.set()
    _say(tally.as_json())


class _Noting(logging.Handler):
    """The sweeper only logs what goes wrong; here it is a fault."""

    def __init__(self, tally: Any) -> None:
        super().__init__(logging.ERROR)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else ""
        self._tally.note_fault(f"{record.getMessage()} {error!r}")


def _work(
    deed: Callable[..., None],
    tally: Any,
    chance: random.Random,
    *,
    ending: threading.Event,
    seconds: float,
) -> None:
    from django.db import connection

    from shop.kernel.errors import DomainError

    while not ending.wait(chance.uniform(0, seconds)):
        try:
            deed(tally, chance)
        except DomainError:
            tally.note(f"{deed.__name__}, refused")
        except Exception as error:
            tally.note_fault(f"{deed.__name__}: {error!r}")
    connection.close()


def _say(words: object) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
