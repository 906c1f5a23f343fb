"""`manage.py consume`: a thread for every consumer that hears through Kafka."""

import logging
import socket
import threading
from collections.abc import Sequence
from datetime import timedelta

from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ConfigResource,
    ResourceType,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from outbox_relay.inbox.intake import Intake
from outbox_relay.inbox.tidying import is_kept_too_briefly
from outbox_relay.process import refuse_unsafe_database
from outbox_relay.tireless import watch
from shop.events.topics import inbox_of
from shop.kernel.bus import consumers
from shop.kernel.kafka import connection_settings

ASKED_FOR_SECONDS = 10.0
FOR_EVER = timedelta(days=365_000)

logger = logging.getLogger(__name__)


def run(names: Sequence[str], *, stopping: threading.Event, name: str = "") -> None:
    """Takes in until `stopping` is set. Raises at once if it must not: see `refuse_...` below."""
    refuse_unknown(names)
    refuse_unsafe_database()
    for consumer in names:
        refuse_forgetful_inbox(inbox_of(consumer))
    connection.close()
    instance = name or socket.gethostname()
    threads = [Intake(consumer, name=instance, stopping=stopping) for consumer in names]
    for thread in threads:
        thread.start()
    watch(threads)


def refuse_unknown(names: Sequence[str]) -> None:
    """Raises ImproperlyConfigured for consumers that do not exist, and without Kafka."""
    if unknown := sorted(set(names) - set(consumers())):
        raise ImproperlyConfigured(
            f"No app called {', '.join(unknown)} hears events:"
            f" choose of {', '.join(sorted(consumers()))}."
        )
    if not settings.KAFKA_BOOTSTRAP_SERVERS:
        raise ImproperlyConfigured("There is no Kafka to consume: set KAFKA_BOOTSTRAP_SERVERS.")


def refuse_forgetful_inbox(topic: str) -> None:
    """Raises ImproperlyConfigured if the topic keeps records longer than the inbox remembers."""
    kept = kept_by_broker(topic)
    if kept is not None and is_kept_too_briefly(kept):
        raise ImproperlyConfigured(
            f"{topic} keeps records for {kept.days} days, the inbox for {settings.INBOX_KEPT.days}:"
            " what comes again could be taken for new. Raise INBOX_KEPT_DAYS, or lower the topic's"
            " retention.ms."
        )


def kept_by_broker(topic: str) -> timedelta | None:
    """How long the topic keeps records; None if there is no such topic yet, or nobody to ask."""
    resource = ConfigResource(ResourceType.TOPIC, topic)
    broker = AdminClient(connection_settings())
    try:
        answer = broker.describe_configs([resource], request_timeout=ASKED_FOR_SECONDS)
        milliseconds = int(answer[resource].result()["retention.ms"].value)
    except KafkaException as failure:
        logger.warning("How long %s keeps records is not known: %s", topic, failure)
        return None
    return FOR_EVER if milliseconds < 0 else timedelta(milliseconds=milliseconds)
