"""python -m shop.operations.shoppers [--rate VISITS_A_MINUTE] [--url SHOP]"""

import argparse
import logging
import os
import signal
import sys
from threading import Event

from django.conf import settings

from shop.operations.shoppers.crowd import Crowd

MOST_A_MINUTE = 600.0


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not settings.DEMO:
        sys.stderr.write("This shop is no demo: invented people buy nothing in it.\n")
        return 1
    options = _options()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    crowd = Crowd(url=options.url, rate=options.rate, stopping=stopping)
    crowd.visit()
    endings = ", ".join(f"{number} {ending}" for ending, number in crowd.seen.most_common())
    sys.stdout.write(f"Visits: {endings or 'none'}.\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m shop.operations.shoppers")
    parser.add_argument("--rate", type=_rate, default=12.0, help="visits a minute (default 12)")
    parser.add_argument("--url", default=settings.SHOP_URL, help="where the shop is")
    return parser.parse_args()


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 < rate <= MOST_A_MINUTE:
        raise argparse.ArgumentTypeError(f"a rate lies above 0 and up to {MOST_A_MINUTE:g}")
    return rate


if __name__ == "__main__":
    sys.exit(main())
