"""One run: writers in processes of their own, readers and controls in threads."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from outbox_relay import cursors
from outbox_relay.cursors import Lane
from tests.faults.checker.controls import CONTROLS, ControlThread
from tests.faults.checker.journal import Journal, read_journal
from tests.faults.checker.plan import Plan, lane_of
from tests.faults.checker.readers import (
    TOPIC_SHARDS,
    CrashingPublisher,
    CrashingReader,
)
from tests.faults.checker.starting import PROCESSES, start_writers
from tests.faults.checker.verdict import Place, places_in_outbox, places_in_topic
from tests.outbox_relay.arrange import address_of_database

CONSUMERS = ("ledger", "board")


@dataclass(frozen=True)
class Outcome:
    """What is left when everybody is done."""

    journal: Journal
    places: dict[str, Place]
    told: dict[str, Place]
    publishers: list[CrashingPublisher]
    crashes: int
    seen_by_controls: dict[str, list[str]]

    def of_shard(self, shard: int) -> list[str]:
        """The events that the publisher of the shard has to send."""
        return [
            event
            for event, place in self.told.items()
            if lane_of(place.aggregate) % TOPIC_SHARDS == shard
        ]


def run(plan: Plan, folder: Path) -> Outcome:
    """Lets writers write while everybody reads, and readers read to the end."""
    publishers = [CrashingPublisher(shard, plan.seed, folder) for shard in range(TOPIC_SHARDS)]
    readers = [CrashingReader(Lane(name), plan.seed) for name in CONSUMERS]
    controls = [ControlThread(control()) for control in CONTROLS]
    cursors.add_missing([thread.lane for thread in [*publishers, *readers]])
    for thread in [*publishers, *readers, *controls]:
        thread.start()
    _let_writers_write(plan, folder)
    for thread in [*controls, *publishers, *readers]:
        thread.finish()
    if failures := [thread.failure for thread in [*publishers, *readers] if thread.failure]:
        raise BaseExceptionGroup("A reader did not survive.", failures)
    return Outcome(
        journal=read_journal(folder),
        places=places_in_outbox(),
        told=places_in_topic(),
        publishers=publishers,
        crashes=sum(thread.crashes for thread in [*publishers, *readers]),
        seen_by_controls={thread.name: thread.seen for thread in controls},
    )


def _let_writers_write(plan: Plan, folder: Path) -> None:
    with ExitStack() as stack:
        processes = [
            stack.enter_context(process)
            for process in start_writers(plan, folder, address_of_database())
        ]
    assert [process.returncode for process in processes] == [0] * PROCESSES
