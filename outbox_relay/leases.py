"""Which lanes one thread of a relay works on: its fair share of those of its team.

There is no leader. Every relay takes what is free until it has its share, and gives back what it
has above that; who is replaced finds out by the epoch of its lease.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, inf
from typing import Protocol

from django.db import transaction

from outbox_relay import counting, cursors, members
from outbox_relay.cursors import LEASE_SECONDS, Lane, Lease, LeaseLost, Position
from outbox_relay.failures import Sayable, SinkFailed
from outbox_relay.ticks import Tick

RENEW_SECONDS = 5
LOOK_SECONDS = 0.5
MARGIN_SECONDS = 3
FIRST_REST_SECONDS, LONGEST_REST_SECONDS, MOST_DOUBLINGS = 0.01, 5.0, 20
STAND_BACK_AFTER, STAND_BACK_SECONDS = 3, 60

logger = logging.getLogger(__name__)


class LaneWork(Protocol):
    """What is done with a lane while its lease is ours."""

    lease: Lease

    def step(self, newest: Tick) -> bool:
        """Does the next piece of work; True if there was any."""

    def finish(self) -> None:
        """Saves what is done and frees the lane."""

    def close(self) -> None:
        """Lets go of everything that is kept outside of the database."""


Begin = Callable[[Lease, Position], LaneWork]


@dataclass(frozen=True, slots=True)
class Rest:
    """A lane whose work failed at this position, so many times now: it rests `until` then."""

    position: Position
    times: int
    until: float


class Holding:
    """The lanes of a team that this thread holds, and the work on each."""

    def __init__(self, lanes: Mapping[Lane, Begin], *, team: str, owner: str) -> None:
        self.works: dict[Lane, LaneWork] = {}
        self._lanes = lanes
        self._team = team
        self._owner = owner
        self._began_at: dict[Lane, Position] = {}
        """Of all lanes that this process has ever had."""
        self._rests: dict[Lane, Rest] = {}
        self._stands_back_until = -inf
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forgets everything in memory: the cursors in the database are the truth."""
        for lane in list(self.works):
            self._drop(lane)
        self._share = 0
        self._renewed_at = self._looked_at = -inf
        # For a while, because the server may still be busy with the last session of a dead relay.
        self._reclaims_until = time.monotonic() + LEASE_SECONDS

    @property
    def is_fresh(self) -> bool:
        """Whether all leases are sure to last for a moment: who has slept has to look first."""
        return time.monotonic() < self._renewed_at + LEASE_SECONDS - MARGIN_SECONDS

    def look_after(self) -> None:
        """Renews the leases every few seconds; takes what is missing as soon as it is free."""
        now = time.monotonic()
        if now - self._renewed_at >= RENEW_SECONDS:
            self._renew()
            self._renewed_at = now
        if now - self._looked_at >= LOOK_SECONDS:
            self._looked_at = now
            self._take_missing()

    def lost(self, lane: Lane, loss: LeaseLost) -> None:
        """Another relay has the lane now."""
        logger.warning("%s", loss)
        counting.leases_lost(lane.consumer).inc()
        self._drop(lane)

    def rest(self, lane: Lane, failure: Exception) -> None:
        """The work on the lane failed: after a pause it begins anew where its cursor stands.

        The pause is longer each time that it got no further. A relay that cannot reach the sink
        while others are there leaves its lanes to them for a while.
        """
        before, position = self._rests.get(lane), self._began_at[lane]
        times = before.times + 1 if before and before.position == position else 1
        pause = min(FIRST_REST_SECONDS * 2 ** min(times - 1, MOST_DOUBLINGS), LONGEST_REST_SECONDS)
        unexpected = not isinstance(failure, Sayable)
        logger.warning("%s rests %.2f s: %s", lane, pause, failure, exc_info=unexpected)
        self._drop(lane)
        self._rests[lane] = Rest(position, times, time.monotonic() + pause)
        if isinstance(failure, SinkFailed) and times >= STAND_BACK_AFTER:
            self._stand_back()

    def let_go(self) -> None:
        """Saves what is done, frees every lane and leaves the team."""
        self._give_back(list(self.works))
        members.leave(self._team, self._owner)

    def _renew(self) -> None:
        with transaction.atomic():
            if not self._stands_back:
                members.announce(self._team, self._owner)
            losses = {lane: loss for lane in self.works if (loss := self._loss_of(lane))}
        for lane, loss in losses.items():
            self.lost(lane, loss)
        self._share = self._fair_share()
        self._give_back(list(self.works)[self._share :])

    def _loss_of(self, lane: Lane) -> LeaseLost | None:
        try:
            cursors.renew(self.works[lane].lease)
        except LeaseLost as loss:
            return loss
        return None

    def _fair_share(self) -> int:
        others = members.others(self._team, self._owner)
        if self._stands_back and others:
            return 0
        return ceil(len(self._lanes) / (others + 1))

    def _take_missing(self) -> None:
        for lane in self._lanes:
            if len(self.works) >= self._share:
                return
            if lane not in self.works:
                self._take(lane)

    def _take(self, lane: Lane) -> None:
        """Takes the lane if it is free, or was ours in a former life or before a rest."""
        rest, now = self._rests.get(lane), time.monotonic()
        if rest and now < rest.until:
            return
        is_ours = rest is not None or now < self._reclaims_until
        taken = cursors.take(
            lane,
            self._owner,
            even_from=self._owner if is_ours else "",
            lives_as=self._owner if lane in self._began_at else "",
        )
        if taken is not None:
            self.works[lane] = self._lanes[lane](*taken)
            self._began_at[lane] = taken[1]

    def _give_back(self, lanes: list[Lane]) -> None:
        for lane in lanes:
            try:
                self.works[lane].finish()
            except (LeaseLost, SinkFailed) as failure:
                logger.warning("%s was not left in order: %s", lane, failure)
            self._drop(lane)

    def _drop(self, lane: Lane) -> None:
        self.works.pop(lane).close()

    @property
    def _stands_back(self) -> bool:
        return time.monotonic() < self._stands_back_until

    def _stand_back(self) -> None:
        if members.others(self._team, self._owner):
            logger.warning("%s leaves %s to the others for a while.", self._owner, self._team)
            self._stands_back_until = time.monotonic() + STAND_BACK_SECONDS
            self._share = 0
            self.let_go()
