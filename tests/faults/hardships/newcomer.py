"""A consumer that comes late and wants to know everything."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.faults.certificate.setting import CONSUMERS
from tests.faults.hardships.hardship import Facts, Hardship, Play
from tests.faults.hardships.sizes import EVENTS
from tests.faults.hardships.subscribing import NEWCOMER

_NEWEST = "SELECT max(n) FROM outbox_tick"
_WAITS = "SELECT true FROM outbox_cursor WHERE consumer = %s AND tick < %s"
_EFFECTS = "SELECT count(*) FROM test_effect WHERE consumer = %s"


class FromZero(Hardship):
    """A new consumer begins at the first event; its relays are replaced while everybody writes.

    A relay that lets others wait for the newcomer makes their events late; one that hands over
    from history to the present by time or by id loses or doubles effects where they meet.
    """

    name = "from-zero"
    consumers = (*CONSUMERS, NEWCOMER)

    def environment_of(self, number: int, folder: Path) -> Mapping[str, str]:
        return {"HEARING": " ".join(CONSUMERS)}

    def befall(self, play: Play) -> Facts:
        play.writers.write_at_once(EVENTS)
        play.await_all_told()
        everybody = {**play.environment, "UNLUCKY": "0", "HEARING": " ".join(self.consumers)}
        _subscribe(everybody)
        begun = time.monotonic()
        for number in range(len(play.relays)):
            play.replace_relay(number, everybody)
        seconds, effects = _caught_up(play, begun)
        return {
            "the newcomer's effects when it had caught up": effects,
            "it caught up at, events/s": round(effects / seconds),
        }


def _subscribe(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "tests.faults.hardships.subscribing"]
    subprocess.run(command, cwd=ROOT, env={**environment}, check=True)  # noqa: S603


def _caught_up(play: Play, begun: float) -> tuple[float, int]:
    """After how many seconds it had handled what was there when it came, and its effects then."""
    with play.session() as session:
        (newest,) = session.execute(_NEWEST).fetchone()
        while session.execute(_WAITS, [NEWCOMER, newest]).fetchone():
            time.sleep(0.1)
        seconds = time.monotonic() - begun
        return seconds, session.execute(_EFFECTS, [NEWCOMER]).fetchone()[0]
