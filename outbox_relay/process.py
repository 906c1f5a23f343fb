"""The relay: a thread for the topics, one for the durable handlers, and one that tidies up."""

import logging
import signal
import socket
import threading
from collections.abc import Collection, Iterable
from functools import partial

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from outbox_relay import cursors, members
from outbox_relay.breaker import CircuitBreaker
from outbox_relay.cursors import Lane
from outbox_relay.durable import DurableConsumer
from outbox_relay.inbox.forwarding import forwarded_consumers, forwarding_lanes
from outbox_relay.janitor import Janitor
from outbox_relay.leases import Begin
from outbox_relay.lineage import is_from_another_cluster
from outbox_relay.publisher import TopicPublisher
from outbox_relay.sinks import Sink
from outbox_relay.sinks.files import FileSink
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.tireless import watch
from outbox_relay.worker import Worker
from shop.kernel.bus import consumers

logger = logging.getLogger(__name__)


class UnsafeDatabase(RuntimeError):
    """The database is set up so that committed events could vanish."""


def run(*, stopping: threading.Event, name: str = "", only: Collection[str] = frozenset()) -> None:
    """Relays until `stopping` is set, to all consumers or only to some.

    Raises UnsafeDatabase or ImproperlyConfigured at once if it must not.
    """
    refuse_unsafe_database()
    refuse_unknown([*settings.CONSUMERS_HERE, *only])
    sink = configured_sink()
    lanes_of_topics = chosen(topic_lanes(sink), settings.CONSUMERS_HERE)
    lanes_of_handlers = chosen(handler_lanes(stopping), settings.CONSUMERS_HERE)
    # Of all, whoever looks after them: on a fresh database none may begin later than the others.
    cursors.add_missing([*lanes_of_topics, *lanes_of_handlers])
    members.forget_dead()
    warn_of_unknown_consumers()
    connection.close()
    owner = name or socket.gethostname()
    workers = [
        Worker(chosen(lanes_of_topics, only), owner=owner, stopping=stopping),
        Worker(chosen(lanes_of_handlers, only), owner=owner, stopping=stopping),
    ]
    janitor = Janitor(stopping=stopping)
    for thread in [*workers, janitor]:
        thread.start()
    watch(workers)
    janitor.join()


def declared_consumers() -> set[str]:
    """The names of all consumers that this code has: the sinks, and the apps with handlers."""
    return {KafkaSink.name, FileSink.name, *consumers()}


def unknown_consumers() -> list[str]:
    """Consumers that have a cursor and no code."""
    return sorted({lane.consumer for lane in cursors.known_lanes()} - declared_consumers())


def refuse_unknown(names: Iterable[str]) -> None:
    """Raises ImproperlyConfigured for consumers that do not exist."""
    if unknown := sorted(set(names) - declared_consumers()):
        raise ImproperlyConfigured(
            f"There is no consumer called {', '.join(unknown)}:"
            f" choose of {', '.join(sorted(declared_consumers()))}."
        )


def chosen(lanes: dict[Lane, Begin], only: Collection[str]) -> dict[Lane, Begin]:
    """The lanes of these consumers, or of all if none is named."""
    return {lane: begin for lane, begin in lanes.items() if not only or lane.consumer in only}


def warn_of_unknown_consumers() -> None:
    """Somebody renamed or removed an app without telling the outbox."""
    for consumer in unknown_consumers():
        logger.warning("There is a cursor for %r, but no such consumer.", consumer)


def configured_sink() -> Sink:
    """Kafka when brokers are configured, else one file per topic."""
    if settings.KAFKA_BOOTSTRAP_SERVERS:
        return KafkaSink()
    return FileSink(settings.TOPICS_DIR)


def topic_lanes(sink: Sink) -> dict[Lane, Begin]:
    """The sink's consumer, shard by shard, and the consumers that hear through Kafka."""
    shards = range(sink.shards)
    public = {Lane(sink.name, shard): partial(TopicPublisher, sink) for shard in shards}
    return {**public, **forwarding_lanes(sink)}


def handler_lanes(stopping: threading.Event) -> dict[Lane, Begin]:
    """Every app whose `@after` handlers run here, one shard each: so an app keeps causality."""
    begin = partial(DurableConsumer, stopping=stopping)
    here = set(consumers()) - set(forwarded_consumers())
    return {Lane(name): partial(begin, name, breaker=CircuitBreaker()) for name in sorted(here)}


def refuse_unsafe_database() -> None:
    """Raises UnsafeDatabase on a standby, where a commit may be lost after it was seen, or after a
    dump was restored that nobody rebased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), pg_is_in_recovery()")
        synchronous_commit, standby = cursor.fetchone()
    if standby:
        raise UnsafeDatabase("The relay needs the primary; this database is a standby.")
    if synchronous_commit == "off":
        raise UnsafeDatabase("synchronous_commit is off: a seen event could vanish. Turn it on.")
    if is_from_another_cluster():
        raise UnsafeDatabase(
            "The outbox was restored from another cluster: what happens now would be lost. Run"
            " `manage.py outbox rebase` once."
        )


def stop_on_signals(stopping: threading.Event) -> None:
    """SIGTERM and SIGINT end the relay after the event it is working on."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
