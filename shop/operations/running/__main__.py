"""python -m shop.operations.running [start|stop]"""

import argparse
import os
import signal
import sys
from pathlib import Path
from threading import Event

from django.conf import settings

from shop.engines import EngineError
from shop.operations.running.errors import CannotRun
from shop.operations.running.log import Log
from shop.operations.running.runner import Runner
from shop.operations.running.stopping import stop


def start(folder: Path) -> None:
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    Runner(folder=folder, log=Log(), stopping=stopping).run()


COMMANDS = {"start": start, "stop": stop}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    parser = argparse.ArgumentParser(
        prog="python -m shop.operations.running", description="The whole shop on this machine."
    )
    parser.add_argument("command", choices=COMMANDS, nargs="?", default="start")
    try:
        COMMANDS[parser.parse_args().command](settings.STATE_DIR.resolve())
    except (CannotRun, EngineError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
