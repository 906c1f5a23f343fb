"""Who runs the shop in a state folder: one runner at a time, and where it serves."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from shop.engines.leases import is_leased, lease_of
from shop.engines.state import write_privately
from shop.operations.running.addresses import Addresses
from shop.operations.running.errors import CannotRun


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run that is alive; its addresses are known once the shop is open."""

    pid: int
    addresses: Addresses | None


@contextmanager
def only_runner(folder: Path) -> Iterator[None]:
    """Keep other runners out of the state folder; raise CannotRun if there is one already."""
    folder.mkdir(parents=True, exist_ok=True)
    with lease_of(_lock(folder)) as lease:
        if lease is None:
            raise CannotRun(_already_running(folder))
        _write(folder, {"pid": os.getpid()})
        try:
            yield
        finally:
            _record(folder).unlink(missing_ok=True)


def remember_addresses(folder: Path, addresses: Addresses) -> None:
    """Note where this run serves, for whoever asks by `current_run`."""
    _write(folder, {"pid": os.getpid(), "addresses": asdict(addresses)})


def current_run(folder: Path) -> Run | None:
    """Return the run that is alive in this folder, if there is one."""
    if not is_leased(_lock(folder)) or not _record(folder).exists():
        return None
    found = json.loads(_record(folder).read_text())
    addresses = found.get("addresses")
    return Run(pid=found["pid"], addresses=Addresses(**addresses) if addresses else None)


def _already_running(folder: Path) -> str:
    run = current_run(folder)
    where = f" at {run.addresses.shop}" if run and run.addresses else ""
    return (
        f"Tradewind already runs{where}. Use that one, end it with `make stop`, "
        "or set TRADEWIND_STATE to another folder for a second shop."
    )


def _write(folder: Path, facts: dict[str, object]) -> None:
    write_privately(_record(folder), json.dumps(facts))


def _lock(folder: Path) -> Path:
    return folder / "run.lock"


def _record(folder: Path) -> Path:
    return folder / "run.json"
