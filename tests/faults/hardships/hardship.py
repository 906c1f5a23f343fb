"""What a hardship is, and what it may do to a shop that sells meanwhile."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.faults.certificate.books import Told, read_topic
from tests.faults.certificate.nursery import Nursery
from tests.faults.certificate.services import Services
from tests.faults.certificate.setting import CONSUMERS, EVERYBODY, await_the_end
from tests.faults.checker.journal import JournalFile
from tests.faults.hardships.sizes import BACKLOG, EVENTS
from tests.faults.hardships.writing import Writers

PATIENCE_SECONDS = 300 + (BACKLOG + EVENTS) / 200
TOPICS = "kafka"

Facts = Mapping[str, object]


class NotHere(RuntimeError):
    """This machine cannot do that to itself."""


@dataclass
class Play:
    """A shop under way: its engines, its relays, and its writers."""

    services: Services
    folder: Path
    environment: Mapping[str, str]
    relays: list[Nursery]
    writers: Writers
    broken: list[str] = field(default_factory=list)

    @property
    def brokers(self) -> str:
        return self.environment["KAFKA_BOOTSTRAP_SERVERS"]

    @contextmanager
    def session(self) -> Iterator[psycopg.Connection]:
        """A session of the shop's own role, in which every statement is a transaction."""
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as session:
            yield session

    def journal(self, name: str) -> JournalFile:
        """A page for a writer of the hardship's own."""
        return JournalFile(self.folder / f"writer-{name}.jsonl")

    def endure(self, seconds: float) -> None:
        """Lets it be as it is for so long."""
        time.sleep(seconds)

    def await_all_told(self) -> None:
        """Returns once everything written so far is in its topic. Raises NoRecovery."""
        self._await(TOPICS)

    def await_all_handled(self) -> None:
        """Returns once everything written so far is told and handled. Raises NoRecovery."""
        self._await(EVERYBODY)

    def replace_relay(self, number: int, environment: Mapping[str, str]) -> None:
        """Ends the relay in order, and starts one of the same name with another environment."""
        old = self.relays[number]
        old.stop()
        self.relays[number] = old.successor(environment)
        self.relays[number].start()

    def demand(self, sentence: str, *, holds: bool) -> None:
        """What must hold besides clean books; the sentence is printed if it does not."""
        if not holds:
            self.broken.append(sentence)

    def _await(self, consumer: str) -> None:
        address = self.environment["DATABASE_URL"]
        await_the_end(address, seconds=PATIENCE_SECONDS, consumer=consumer)


class Hardship:
    """Something that goes bad for a while. Each says what a broken relay would show in it."""

    name = ""
    rolled_back = 0.05
    """How many transactions of the writers are rolled back, of all."""
    is_felt = True
    """Whether events may be late meanwhile."""
    consumers = CONSUMERS

    def prepare(self, services: Services) -> None:
        """Makes the engines ready for it, before the shop is set up. Raises NotHere."""

    def environment_of(self, number: int, folder: Path) -> Mapping[str, str]:
        """What the relay of this number gets besides."""
        return {}

    def befall(self, play: Play) -> Facts:
        """Lets it happen, and returns when it is over, with what the table shall tell of it."""
        raise NotImplementedError

    def told(self, play: Play) -> list[Told]:
        """All records of the topic that readers saw, in their order."""
        return list(read_topic(play.brokers))

    def close(self) -> None:
        """Ends what it started."""
