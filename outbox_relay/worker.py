"""One thread of the relay: works on its lanes in turn."""

import threading
from collections.abc import Mapping

from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.failures import Session
from outbox_relay.leases import Begin, Holding
from outbox_relay.ticks import Tick, newest_tick
from outbox_relay.tireless import Tireless, say_alive

BUSY_PAUSE_SECONDS = 0.005
IDLE_PAUSE_SECONDS = 0.025


class Worker(Tireless):
    """Works on the given lanes until it is asked to stop."""

    def __init__(
        self, lanes: Mapping[Lane, Begin], *, owner: str, stopping: threading.Event
    ) -> None:
        team = "+".join(sorted({lane.consumer for lane in lanes}))
        super().__init__(name=team, stopping=stopping)
        self._holding = Holding(lanes, team=team, owner=owner)

    def _work(self) -> None:
        session, pause = Session(), BUSY_PAUSE_SECONDS
        while not self._stopping.is_set():
            say_alive()
            self._holding.look_after()
            busy = self._step(session)
            self._gets_on()
            pause = BUSY_PAUSE_SECONDS if busy else min(pause * 1.5, IDLE_PAUSE_SECONDS)
            self._stopping.wait(pause)

    def _step(self, session: Session) -> bool:
        newest = newest_tick()
        steps = [self._step_of(lane, newest, session) for lane in list(self._holding.works)]
        return any(steps)

    def _step_of(self, lane: Lane, newest: Tick, session: Session) -> bool:
        if not self._holding.is_fresh or lane not in self._holding.works:
            return False
        try:
            return self._holding.works[lane].step(newest)
        except LeaseLost as loss:
            self._holding.lost(lane, loss)
        except Exception as failure:
            session.raise_if_lost(failure)
            self._holding.rest(lane, failure)
        return False

    def _forget(self) -> None:
        self._holding.begin_anew()

    def _leave(self) -> None:
        """What is not left so runs out with its lease."""
        self._holding.let_go()
