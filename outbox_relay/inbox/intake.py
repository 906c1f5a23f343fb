"""Reads one inbox topic and lets its consumer receive what stands in it."""

import threading
from contextlib import closing

from confluent_kafka import Consumer

from outbox_relay.breaker import CircuitBreaker
from outbox_relay.inbox.pages import Pages
from outbox_relay.inbox.partitions import Partitions
from outbox_relay.inbox.reading import consumer_settings, next_page
from outbox_relay.inbox.receiving import Receiver
from outbox_relay.tireless import Tireless, say_alive
from shop.events.topics import inbox_of


class Intake(Tireless):
    """Takes in until it is asked to stop.

    A page is done, or left for the next owner, before partitions change hands: Kafka's client takes
    them away only while it is asked for the next one.
    """

    def __init__(self, consumer: str, *, name: str, stopping: threading.Event) -> None:
        super().__init__(name=inbox_of(consumer), stopping=stopping)
        self._consumer = consumer
        self._instance = name
        self._breaker = CircuitBreaker()

    def _work(self) -> None:
        receiver = Receiver(self._consumer, self._breaker)
        with closing(Consumer(consumer_settings(self._consumer, self._instance))) as topic:
            partitions = Partitions(topic)
            pages = Pages(self._consumer, receiver, partitions)
            topic.subscribe(
                [self.name],
                on_assign=partitions.take,
                on_revoke=partitions.give_back,
                on_lost=partitions.lose,
            )
            while self._goes_on():
                if messages := next_page(topic):
                    pages.take(messages, self._goes_on)
                    self._gets_on()
                receiver.retry_due()

    def _goes_on(self) -> bool:
        say_alive()
        return not self._stopping.is_set()
