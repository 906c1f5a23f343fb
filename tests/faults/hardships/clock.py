"""Relays whose clock is wrong, and jumps while they work."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.faults.certificate.services import Services
from tests.faults.hardships.hardship import Facts, Hardship, NotHere, Play
from tests.faults.hardships.sizes import HELD_SECONDS

JUMPS = {0: "+3600", 1: "-3600"}
"""By how many seconds which relay's clock is wrong; that of the third goes on being right."""
_EPOCHS = "SELECT consumer || '/' || shard, epoch FROM outbox_cursor ORDER BY 1"


class ClockJumps(Hardship):
    """The clock of one relay jumps an hour ahead, that of another an hour back.

    Where leases live in the relay's own time, the one ahead takes for over what the others hold,
    and what the one behind promises is over at once: lanes change hands and epochs grow. Here no
    epoch grows, because leases live in the database's time.
    """

    name = "clock-jumps"
    is_felt = False

    def __init__(self) -> None:
        self._library = Path()

    def prepare(self, services: Services) -> None:
        found = sorted(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1"))
        if not found:
            raise NotHere("There is no libfaketime, which makes clocks wrong: install it.")
        self._library = found[0]

    def environment_of(self, number: int, folder: Path) -> Mapping[str, str]:
        clock = folder / f"clock-{number}"
        clock.write_text("+0")
        return self._clock(clock)

    def befall(self, play: Play) -> Facts:
        before = self._epochs(play)
        for number, seconds in JUMPS.items():
            (play.folder / f"clock-{number}").write_text(seconds)
            wrong = self._error_of(play, number)
            play.demand(f"A clock is wrong by {wrong:.0f} s.", holds=abs(wrong - int(seconds)) < 60)
        play.endure(HELD_SECONDS)
        moved = [lane for lane, epoch in self._epochs(play).items() if epoch != before[lane]]
        play.demand(f"Lanes changed hands: {', '.join(moved)}.", holds=not moved)
        return {"clocks wrong by, s": ", ".join(JUMPS.values()), "lanes that moved": len(moved)}

    def _clock(self, told_by: Path) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(told_by),
            "FAKETIME_CACHE_DURATION": "1",
            # A jump of the clock on the wall moves no stopwatch.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def _error_of(self, play: Play, number: int) -> float:
        """How many seconds the clock of the relay is ahead."""
        told = subprocess.run(
            [sys.executable, "-c", "import time; print(time.time())"],
            env={**play.environment, **self._clock(play.folder / f"clock-{number}")},
            check=True,
            capture_output=True,
        )
        return float(told.stdout) - time.time()

    def _epochs(self, play: Play) -> dict[str, int]:
        with play.session() as session:
            return dict(session.execute(_EPOCHS).fetchall())
