"""In the shop: the lane of a context with a database of its own leads into its inbox topic.

The lane keeps its cursor, so a context moves out, and back in, between two events.
"""

from functools import partial

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from outbox_relay.cursors import Lane
from outbox_relay.leases import Begin
from outbox_relay.publisher import TopicPublisher
from outbox_relay.records import Record, record_of
from outbox_relay.sinks import Sink
from outbox_relay.stored import StoredEvent
from outbox_relay.windows import Selection
from shop.events.registry import event_types
from shop.events.topics import inbox_of
from shop.kernel.bus import consumers


def forwarded_consumers() -> list[str]:
    """The consumers that hear through Kafka. Raises ImproperlyConfigured if they cannot."""
    chosen: list[str] = settings.CONSUMERS_FROM_KAFKA
    if unknown := sorted(set(chosen) - set(consumers())):
        raise ImproperlyConfigured(
            f"CONSUMERS_FROM_KAFKA names {', '.join(unknown)}, but no such app hears events:"
            f" choose of {', '.join(sorted(consumers()))}."
        )
    if chosen and not settings.KAFKA_BOOTSTRAP_SERVERS:
        raise ImproperlyConfigured(
            f"CONSUMERS_FROM_KAFKA names {', '.join(chosen)}, but there is no Kafka:"
            " set KAFKA_BOOTSTRAP_SERVERS."
        )
    return chosen


def forwarding_lanes(sink: Sink) -> dict[Lane, Begin]:
    """One lane for every consumer that hears through Kafka."""
    return {Lane(name): _forwarder(sink, name) for name in forwarded_consumers()}


def unconcerned_types(consumer: str) -> tuple[str, ...]:
    """The types of those aggregates of which the consumer hears nothing, sorted.

    Of the others it gets every event, so that it sees their numbers without a gap.
    """
    heard = {event.aggregate.kind for event in consumers()[consumer]}
    known = event_types().items()
    return tuple(sorted(name for name, event in known if event.aggregate.kind not in heard))


def inbox_record(topic: str, event: StoredEvent) -> Record:
    """The event for a context of the house: internal ones too, all counted, and who acted."""
    record = record_of(event._replace(topic=topic, topic_seq=event.seq))
    of_the_house = {"ce_aggregatetype": event.aggregate_type, "ce_actor": event.actor}
    return record._replace(headers=record.headers | of_the_house)


def _forwarder(sink: Sink, consumer: str) -> Begin:
    return partial(
        TopicPublisher,
        sink,
        selection=Selection(without=unconcerned_types(consumer)),
        record=partial(inbox_record, inbox_of(consumer)),
        topics_aside=0,
    )
