"""A whole shop of its own: an empty state folder, embedded engines, free ports."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from shop.engines.patience import attempts
from shop.operations.running.addresses import Addresses
from shop.operations.running.marks import marked
from shop.operations.running.programs import Program, how_it_ended
from shop.operations.running.record import current_run
from shop.operations.running.stopping import stop
from shop.operations.smoke.errors import SmokeFound

COMMAND = (sys.executable, "-m", "shop.operations.running")
OPENING_SECONDS = 300.0
CLOSING_SECONDS = 90.0
# Whatever would lead the shop to engines, ports or an outside world that are not its own.
FOREIGN = (
    *("DJANGO_SETTINGS_MODULE", "TRADEWIND_DEMO", "TRADEWIND_RUN", "FORCE_TLS"),
    *("DATABASE_URL", "REDIS_URL", "KAFKA_BOOTSTRAP_SERVERS"),
    *("PORT", "LIVE_PORT", "SANDBOX_PORT", "SHOP_URL", "LIVE_URL", "SANDBOX_URL"),
    *("SANDBOX_DATA", "PAYMENT_CALLBACK_URL", "COURIER_CALLBACK_URL", "SUPPLIER_CALLBACK_URL"),
)


@contextmanager
def open_shop(
    state: Path, *, lines: list[str], own: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Addresses]:
    """Yield the addresses of a shop that is open; close it and find nothing left running.

    Raise SmokeFound when it does not open, or does not close cleanly. `lines` gets its log, `own`
    are settings of this shop.
    """
    environment = {**own_environment(state), **own}
    program = Program(COMMAND, environment=environment, hear=lines.append)
    try:
        yield addresses_once_open(state, program)
    finally:
        status = _closed(program)
        left = marked(state)
        stop(state)
    if status != 0 or left:
        raise SmokeFound(
            f"The shop must close cleanly, but: {how_it_ended(status)}, left running: {left}."
        )


def own_environment(state: Path) -> dict[str, str]:
    """Return our environment without what leads elsewhere, and with no orders but ours."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    quiet = {"DEMO_HISTORY": "no", "DEMO_SHOPPERS": "0"}
    return {**kept, **quiet, "TRADEWIND_STATE": str(state), "PYTHONUNBUFFERED": "1"}


def addresses_once_open(state: Path, program: Program) -> Addresses:
    """Wait for the shop that the program runs in this folder; raise SmokeFound if it stays shut."""
    for _ in attempts(seconds=OPENING_SECONDS):
        if program.has_ended():
            raise SmokeFound(f"The shop did not open: {how_it_ended(program.end())}.")
        if (run := current_run(state)) and run.addresses:
            return run.addresses
    raise SmokeFound(f"The shop did not open within {OPENING_SECONDS:.0f} s.")


def _closed(program: Program) -> int:
    program.ask_to_end()
    for _ in attempts(seconds=CLOSING_SECONDS):
        if program.has_ended():
            break
    return program.end()
