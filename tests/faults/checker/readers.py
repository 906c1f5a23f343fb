"""The production readers, crashing and starting again until everything is read."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random

from django.db import DatabaseError, InterfaceError, connection

from outbox_relay import cursors
from outbox_relay.cursors import Lane, Lease, LeaseLost, Position
from outbox_relay.durable import DurableConsumer
from outbox_relay.leases import LaneWork
from outbox_relay.publisher import TopicPublisher
from outbox_relay.ticks import newest_tick
from shop.kernel.models import OutboxCursor
from tests.faults.checker.crashes import Crash, CrashingSink, Fuse
from tests.outbox_relay.topic_files import lines_of

PAGE_SIZE = 20
ZOMBIES = 0.3
IDLE_PAUSE_SECONDS = 0.01
TOPIC_SHARDS = 2


class CrashingReader(threading.Thread):
    """One lane, whose relay crashes in 15 of 100 steps and is restarted at once."""

    def __init__(self, lane: Lane, seed: int) -> None:
        super().__init__(name=f"{lane.consumer}/{lane.shard}")
        self.lane = lane
        self.crashes = 0
        self.failure: BaseException | None = None
        self._dice = Random(f"{seed}:{self.name}")  # noqa: S311 - repeatable
        self._fuse = Fuse(self._dice)
        self._no_more_writers = threading.Event()

    def finish(self) -> None:
        """Reads what is left, then ends."""
        self._no_more_writers.set()
        self.join()

    def begin(self, lease: Lease, position: Position) -> LaneWork:
        """What this reader drives."""
        return DurableConsumer(self.lane.consumer, lease, position, page_size=PAGE_SIZE)

    def run(self) -> None:
        try:
            with connection.execute_wrapper(self._fuse.around):
                self._live_again_and_again()
        except BaseException as failure:
            self.failure = failure
        finally:
            connection.close()

    def _live_again_and_again(self) -> None:
        before: LaneWork | None = None
        while True:
            work = self.begin(*self._take())
            self._let_the_dead_rise(before)
            before = work
            if self._lived_to_the_end(work):
                return
            self.crashes += 1
            connection.close()

    def _take(self) -> tuple[Lease, Position]:
        """Takes the lane back, once the server has noticed that the last life is over."""
        self._fuse.put_out()
        # It is no event's fault that this reader dies so often.
        OutboxCursor.objects.filter(consumer=self.lane.consumer).update(deaths=0)
        while not (taken := cursors.take(self.lane, "checker", even_from="checker")):
            time.sleep(IDLE_PAUSE_SECONDS)
        return taken

    def _lived_to_the_end(self, work: LaneWork) -> bool:
        try:
            self._step_until_done(work)
        except (Crash, DatabaseError, InterfaceError):
            return False
        return True

    def _step_until_done(self, work: LaneWork) -> None:
        while True:
            last_round = self._no_more_writers.is_set()
            self._fuse.light_perhaps()
            newest = newest_tick()
            busy = work.step(newest)
            if not busy and last_round:
                break
            if not busy:
                self._no_more_writers.wait(IDLE_PAUSE_SECONDS)
        self._fuse.put_out()
        work.finish()

    def _let_the_dead_rise(self, before: LaneWork | None) -> None:
        """A relay that was only asleep goes on after its successor took the lane."""
        if isinstance(before, DurableConsumer) and self._dice.random() < ZOMBIES:
            # Or it finds out that its session is gone.
            with suppress(LeaseLost, DatabaseError):
                before.step(newest_tick())


class CrashingPublisher(CrashingReader):
    """The same for one shard of the topics; notes how many records were there at each restart."""

    def __init__(self, shard: int, seed: int, folder: Path) -> None:
        super().__init__(Lane(CrashingSink.name, shard), seed)
        self.folder = folder / f"shard-{shard}"
        self.restarts: list[int] = []

    def begin(self, lease: Lease, position: Position) -> LaneWork:
        sink = CrashingSink(self.folder, shards=TOPIC_SHARDS, fuse=self._fuse)
        self.restarts.append(len(self.records()))
        return TopicPublisher(sink, lease, position, page_size=PAGE_SIZE)

    def records(self) -> list[str]:
        """The ids of the events in the topic's file, line by line."""
        return [line["headers"]["ce_id"] for line in lines_of(self.folder)]
