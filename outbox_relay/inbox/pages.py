"""Takes a page of Kafka's messages to the receiver, and says how far that came."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from confluent_kafka import Message
from django.conf import settings

from outbox_relay.batches import batches
from outbox_relay.inbox.incoming import Incoming, Place, Unreadable, read
from outbox_relay.inbox.partitions import Partitions
from outbox_relay.inbox.receiving import Receiver
from outbox_relay.inbox.refusing import Refused, refuse


class Pages:
    """For one consumer, as long as it is subscribed to its topic."""

    def __init__(self, consumer: str, receiver: Receiver, partitions: Partitions) -> None:
        self._consumer = consumer
        self._receiver = receiver
        self._partitions = partitions

    def take(self, messages: Sequence[Message], goes_on: Callable[[], bool]) -> None:
        """Does what the messages say, in order, as long as `goes_on`; it is asked after each batch.

        Raises what `Receiver.receive` raises. Kafka knows of all that was done before.
        """
        self._receiver.begin_page()
        # Where somebody died, the next one wants to know of which event.
        exactly = any(self._partitions.deaths_at(_place_of(message)) for message in messages)
        try:
            for place in self._done(messages, one_by_one=exactly):
                self._partitions.reach(place)
                if exactly:
                    self._partitions.tell(wait=True)
                if not goes_on():
                    break
        finally:
            self._partitions.tell()

    def _done(self, messages: Sequence[Message], *, one_by_one: bool) -> Iterator[Place]:
        """Handles the messages and yields the places of what is done."""
        runs = [[message] for message in messages] if one_by_one else [messages]
        for run in runs:
            self._partitions.begin(_place_of(message) for message in run)
            found = [_read_or_refused(message, settings.EVENT_SOURCES) for message in run]
            for _, alike in groupby(found, key=type):
                yield from self._done_of(list(alike))

    def _done_of(self, found: list[Incoming | Refused]) -> Iterator[Place]:
        for refused in (it for it in found if isinstance(it, Refused)):
            refuse(self._consumer, refused)
            yield refused.place
        events = [it for it in found if isinstance(it, Incoming)]
        for batch in batches(events, self._consumer):
            self._receiver.receive(batch, deaths=self._partitions.deaths_at(batch[0].place))
            yield from (incoming.place for incoming in batch)


def _place_of(message: Message) -> Place:
    # A message without an error stands somewhere.
    return Place(f"{message.topic()}", message.partition() or 0, message.offset() or 0)


def _read_or_refused(message: Message, sources: Sequence[str]) -> Incoming | Refused:
    place = _place_of(message)
    headers: Any = message.headers() or ()
    try:
        return read(place, headers, message.value(), sources=sources)
    except Unreadable as reason:
        return Refused(place, f"{reason}")
