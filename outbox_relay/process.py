"""The relay: a thread for the topics, one for the durable handlers, and one that tidies up."""

import logging
import signal
import socket
import threading
from functools import partial

from django.conf import settings
from django.db import connection

from outbox_relay import cursors
from outbox_relay.cursors import Lane
from outbox_relay.durable import DurableConsumer
from outbox_relay.janitor import Janitor
from outbox_relay.publisher import TopicPublisher
from outbox_relay.sinks import Sink
from outbox_relay.sinks.files import FileSink
from outbox_relay.sinks.kafka import KafkaSink
from outbox_relay.worker import Begin, Worker
from shop.kernel.bus import consumers

logger = logging.getLogger(__name__)


class UnsafeDatabase(RuntimeError):
    """The database is set up so that committed events could vanish."""


def run(*, stopping: threading.Event, name: str = "") -> None:
    """Relays until `stopping` is set. Raises UnsafeDatabase at once if it must not."""
    refuse_unsafe_database()
    sink = configured_sink()
    lanes_of_topics, lanes_of_handlers = topic_lanes(sink), handler_lanes(stopping)
    cursors.add_missing([*lanes_of_topics, *lanes_of_handlers])
    warn_of_unknown_consumers()
    connection.close()
    owner = name or socket.gethostname()
    threads = [
        Worker(lanes_of_topics, owner=owner, stopping=stopping),
        Worker(lanes_of_handlers, owner=owner, stopping=stopping),
        Janitor(stopping=stopping),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sink.close()


def declared_consumers() -> set[str]:
    """The names of all consumers that this code has: the sinks, and the apps with handlers."""
    return {KafkaSink.name, FileSink.name, *consumers()}


def unknown_consumers() -> list[str]:
    """Consumers that have a cursor and no code."""
    return sorted({lane.consumer for lane in cursors.known_lanes()} - declared_consumers())


def warn_of_unknown_consumers() -> None:
    """Somebody renamed or removed an app without telling the outbox."""
    for consumer in unknown_consumers():
        logger.warning("There is a cursor for %r, but no such consumer.", consumer)


def configured_sink() -> Sink:
    """Kafka when brokers are configured, else one file per topic."""
    if settings.KAFKA_BOOTSTRAP_SERVERS:
        return KafkaSink(settings.KAFKA_BOOTSTRAP_SERVERS)
    return FileSink(settings.TOPICS_DIR)


def topic_lanes(sink: Sink) -> dict[Lane, Begin]:
    """The sink's consumer, shard by shard."""
    return {Lane(sink.name, shard): partial(TopicPublisher, sink) for shard in range(sink.shards)}


def handler_lanes(stopping: threading.Event) -> dict[Lane, Begin]:
    """Every app with `@after` handlers, one shard each: causality is kept within an app."""
    begin = partial(DurableConsumer, stopping=stopping)
    return {Lane(name): partial(begin, name) for name in consumers()}


def refuse_unsafe_database() -> None:
    """Raises UnsafeDatabase on a standby, or where a commit may be lost after it was seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), pg_is_in_recovery()")
        synchronous_commit, standby = cursor.fetchone()
    if standby:
        raise UnsafeDatabase("The relay needs the primary; this database is a standby.")
    if synchronous_commit == "off":
        raise UnsafeDatabase("synchronous_commit is off: a seen event could vanish. Turn it on.")


def stop_on_signals(stopping: threading.Event) -> None:
    """SIGTERM and SIGINT end the relay after the event it is working on."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
