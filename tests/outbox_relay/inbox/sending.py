"""The way from the shop's outbox to a consumer, through a real Kafka."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from outbox_relay.inbox.forwarding import inbox_record
from outbox_relay.inbox.intake import Intake
from outbox_relay.sinks.kafka import KafkaSink
from shop.events.base import Event
from shop.events.topics import inbox_of
from tests.outbox_relay.arrange import emit
from tests.outbox_relay.inbox.arrange import stored
from tests.outbox_relay.inbox.kafka_topics import is_read
from tests.outbox_relay.waiting import wait_until


def send(ledger: str, *events: Event) -> None:
    """The shop commits the events and its relay sends them."""
    before = len(stored())
    emit(*events)
    channel = KafkaSink().open(0)
    delivery = channel.send([inbox_record(inbox_of(ledger), event) for event in stored()[before:]])
    wait_until(lambda: channel.poll(seconds=0.1) or not delivery.open)
    channel.close()


@contextmanager
def taking_in(consumer: str, name: str = "one") -> Iterator[None]:
    """The consumer takes in until the end of the block."""
    stopping = threading.Event()
    intake = Intake(consumer, name=name, stopping=stopping)
    intake.start()
    try:
        yield
    finally:
        stopping.set()
        intake.join()


def take_all_in(consumer: str) -> None:
    """Takes in until Kafka knows that nothing is left."""
    with taking_in(consumer):
        wait_until(lambda: is_read(inbox_of(consumer)))
