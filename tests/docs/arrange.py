"""Records of a topic as the relay writes them, and programs that read them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid5

import pytest
from confluent_kafka import Producer

from outbox_relay.records import SOURCE, record_of
from outbox_relay.stored import StoredEvent
from shop.kernel import clock
from shop.kernel.identity import new_id

BROKERS = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "read-the-topics"

Told = tuple[str, int]


def send(topic: str, events: Iterable[Told]) -> None:
    """Writes the events, (subject, sequence number) each, into the topic in this order."""
    producer = Producer({"bootstrap.servers": BROKERS, "enable.idempotence": True})
    for subject, seq in events:
        record = record_of(stored(topic, subject, seq))
        headers = list(record.headers.items())
        producer.produce(topic, key=record.key, value=record.value, headers=headers)
    producer.flush()


def stored(topic: str, subject: str, seq: int) -> StoredEvent:
    """The event as it is read back from the outbox."""
    return StoredEvent(
        id=seq,
        event_id=str(uuid5(new_id(), f"{SOURCE}:{subject}:{seq}")),
        type="tradewind.catalog.ProductWithdrawn.v1",
        version=1,
        aggregate_type="product",
        aggregate_id=subject,
        seq=seq,
        topic=topic,
        topic_seq=seq,
        payload=f'{{"product_id":"{subject}","skus":["{seq}"]}}',
        traceparent="",
        correlation_id=str(new_id()),
        causation_id=None,
        actor="",
        occurred_at=clock.now().isoformat(),
    )


@dataclass(frozen=True)
class Reader:
    """One of the programs of the guide, and the file that it writes into."""

    command: list[str]
    store: Path

    @contextmanager
    def running(self, topic: str, group: str) -> Iterator["subprocess.Popen[str]"]:
        """The program at work; killed at the end of the block, if it still runs then."""
        arguments = [BROKERS, topic, group, f"{self.store}"]
        with subprocess.Popen(  # noqa: S603 - our own program
            [*self.command, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def told(self) -> list[Told]:
        """What its effect was, in order."""
        if self.store.suffix == ".sqlite":
            with closing(sqlite3.connect(self.store)) as database:
                return database.execute("SELECT subject, seq FROM told ORDER BY rowid").fetchall()
        lines = map(json.loads, self.store.read_text().splitlines())
        return [(line["subject"], line["seq"]) for line in lines]


def python_reader(folder: Path) -> Reader:
    return Reader([sys.executable, f"{GUIDE / 'python' / 'reader.py'}"], folder / "told.sqlite")


def go_reader(folder: Path) -> Reader:
    """Built from its source; the test is left out where there is no Go."""
    go = shutil.which("go")
    if go is None:
        pytest.skip("There is no `go` on this machine, which builds the reader in Go.")
    program = folder / "reader"
    subprocess.run([go, "build", "-o", program, "."], cwd=GUIDE / "go", check=True)  # noqa: S603
    return Reader([f"{program}"], folder / "told.jsonl")
