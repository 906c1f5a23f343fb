"""Reads a topic into a database: every event once, in the order of its aggregate.

    python reader.py BROKERS TOPIC GROUP DATABASE

The database is SQLite here. Use the one that holds your own tables: an event is dropped by what
stands beside its effect, so both have to be in one transaction.
"""

import logging
import signal
import sqlite3
import sys
from contextlib import closing

from confluent_kafka import Consumer, KafkaException, Message

TABLES = """
CREATE TABLE IF NOT EXISTS last_seen (
    topic TEXT, subject TEXT, seq INTEGER NOT NULL, PRIMARY KEY (topic, subject)
);
CREATE TABLE IF NOT EXISTS told (
    topic TEXT, subject TEXT, seq INTEGER, type TEXT NOT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (topic, subject, seq)
);
"""
LAST_SEEN = "SELECT seq FROM last_seen WHERE topic = ? AND subject = ?"
NOTE_SEEN = """
INSERT INTO last_seen VALUES (?, ?, ?)
ON CONFLICT (topic, subject) DO UPDATE SET seq = excluded.seq
"""

logger = logging.getLogger("reader")


def read(consumer: Consumer, database: sqlite3.Connection) -> None:
    """Takes the next records. Their offsets are committed only when their effect is."""
    messages = consumer.consume(500, timeout=1.0)
    if not messages:
        return
    with database:
        for message in messages:
            take(message, database)
    consumer.commit(asynchronous=False)


def take(message: Message, database: sqlite3.Connection) -> None:
    """One record: dropped if it was there before, noticed if one before it is missing."""
    if message.error():
        raise KafkaException(message.error())
    headers = {name: (value or b"").decode() for name, value in message.headers()}
    # Aggregates count for themselves in each topic: an order has two, of orders and of inventory.
    place = (message.topic(), headers["ce_subject"])
    seq = int(headers["ce_aggregateseq"])
    row = database.execute(LAST_SEEN, place).fetchone()
    last = row[0] if row else 0
    if seq <= last:
        return
    # Numbers have no gap: what is missing was lost. Only the first that is seen may be any.
    if last and seq > last + 1:
        logger.warning("gap: %s %s goes on with %d after %d", *place, seq, last)
    have_effect(place, seq, headers["ce_type"], message.value().decode(), database)
    database.execute(NOTE_SEEN, (*place, seq))


def have_effect(
    place: tuple[str, str], seq: int, type_name: str, payload: str, database: sqlite3.Connection
) -> None:
    """Put your own work here; types and fields that you do not know are no error."""
    database.execute("INSERT INTO told VALUES (?, ?, ?, ?, ?)", (*place, seq, type_name, payload))
    logger.info("told: %s %s %d %s", *place, seq, type_name)


def main(brokers: str, topic: str, group: str, path: str) -> None:
    """Reads until SIGTERM or Ctrl-C."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _: stopping.append(received))
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": group,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    with closing(sqlite3.connect(path)) as database, closing(consumer):
        database.executescript(TABLES)
        consumer.subscribe([topic])
        while not stopping:
            read(consumer, database)


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stdout, format="%(message)s", level=logging.INFO)
    main(*sys.argv[1:])
