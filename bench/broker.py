"""The Kafka that a bench measures against: a real one on this machine, and topics of its own."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from bench.ground import BROKERS

PARTITIONS = 8
_LISTENING = "0A"


class NoBroker(RuntimeError):
    """This bench needs a real Kafka."""


@contextmanager
def own_topic() -> Iterator[str]:
    """A topic with eight partitions, gone when the block is left. Raises NoBroker."""
    if not BROKERS:
        raise NoBroker("Set KAFKA_BOOTSTRAP_SERVERS to a broker on this machine to measure this.")
    name = f"bench-{secrets.token_hex(4)}"
    admin = AdminClient({"bootstrap.servers": BROKERS})
    admin.create_topics([NewTopic(name, PARTITIONS, 1)])[name].result()
    try:
        yield name
    finally:
        admin.delete_topics([name])[name].result()


def records_in(topic: str) -> int:
    """How many records the topic holds, all partitions together."""
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": topic})
    try:
        ends = [
            consumer.get_watermark_offsets(TopicPartition(topic, number))
            for number in range(PARTITIONS)
        ]
    finally:
        consumer.close()
    return sum(end - begin for begin, end in ends)


def broker_pid() -> int:
    """Who listens at the broker's port. Raises NoBroker if nobody on this machine does."""
    port = int(BROKERS.split(",")[0].rpartition(":")[2])
    sockets = {f"socket:[{inode}]" for inode in _listening_sockets(port)}
    for process in Path("/proc").iterdir():
        if process.name.isdecimal() and sockets & _open_files(process):
            return int(process.name)
    raise NoBroker(f"Nobody on this machine listens at port {port}.")


def _listening_sockets(port: int) -> Iterator[str]:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == _LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                yield columns[9]


def _open_files(process: Path) -> set[str]:
    found = set()
    with suppress(OSError):
        for name in (process / "fd").iterdir():
            # Files are closed while one looks.
            with suppress(FileNotFoundError):
                found.add(os.readlink(name))
    return found
