"""The topics that the contracts name, made and checked so that they lose nothing."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ConfigResource,
    NewTopic,
    ResourceType,
)
from django.conf import settings

from shop.events.topics import TOPIC_OF_CONTEXT, inbox_of
from shop.kernel.kafka import connection_settings

PATIENCE_SECONDS = 10.0
PARTITIONS = 8
REPLICAS, IN_SYNC = 3, 2
_SETTINGS = {"unclean.leader.election.enable": "false", "cleanup.policy": "delete"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a topic, and what to do about it. Events for one that is missing wait."""

    topic: str
    sentence: str
    remedy: str
    is_missing: bool = False


class Topics:
    """The brokers' view of the topics. Every method raises KafkaException if none answers."""

    def __init__(self) -> None:
        self._client = AdminClient(connection_settings())
        self._found = self._client.list_topics(timeout=PATIENCE_SECONDS)

    def make_missing(self) -> list[str]:
        """Makes the topics that are missing; returns their names.

        With less than three brokers there is one copy of everything, which `faults` tells of.
        """
        missing = self._missing()
        if missing:
            copies, config = self._copies, self._config
            new = [NewTopic(name, PARTITIONS, copies, config=config) for name in missing]
            made = self._client.create_topics(new, operation_timeout=PATIENCE_SECONDS)
            for future in made.values():
                future.result()
            self._await(set(missing))
        return missing

    def faults(self) -> Iterator[Fault]:
        """What is missing, and what may lose events."""
        for topic in self._missing():
            remedy = "Run `manage.py outbox topics`."
            yield Fault(topic, f"There is no topic {topic}.", remedy, is_missing=True)
        for topic in sorted(_wanted() & set(self._found.topics)):
            yield from _frailties(topic, self._copies_of(topic), self._settings_of(topic))

    def _await(self, made: set[str]) -> None:
        """A topic is made before every broker knows of it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while made - set(self._found.topics) and time.monotonic() < until:
            self._found = self._client.list_topics(timeout=PATIENCE_SECONDS)

    def _missing(self) -> list[str]:
        return sorted(_wanted() - set(self._found.topics))

    @property
    def _copies(self) -> int:
        return REPLICAS if len(self._found.brokers) >= REPLICAS else 1

    @property
    def _config(self) -> dict[str, str]:
        return {**_SETTINGS, "min.insync.replicas": f"{min(IN_SYNC, self._copies)}"}

    def _copies_of(self, topic: str) -> int:
        parts = self._found.topics[topic].partitions.values()
        return min(len(part.replicas) for part in parts)

    def _settings_of(self, topic: str) -> dict[str, str]:
        resource = ConfigResource(ResourceType.TOPIC, topic)
        answer = self._client.describe_configs([resource], request_timeout=PATIENCE_SECONDS)
        return {name: entry.value for name, entry in answer[resource].result().items()}


def _wanted() -> set[str]:
    """The topics for everybody, and those of contexts with a database of their own."""
    return {*TOPIC_OF_CONTEXT.values(), *map(inbox_of, settings.CONSUMERS_FROM_KAFKA)}


def _frailties(topic: str, copies: int, found: Mapping[str, Any]) -> Iterator[Fault]:
    in_sync = int(found["min.insync.replicas"])
    if copies < IN_SYNC or in_sync < IN_SYNC:
        yield Fault(
            topic,
            f"The topic {topic} may lose events: of {copies} copies {in_sync} must be written.",
            f"Give it {REPLICAS} replicas and min.insync.replicas={IN_SYNC}.",
        )
    for name, wanted in _SETTINGS.items():
        if found[name] != wanted:
            yield Fault(
                topic,
                f"The topic {topic} may lose events: {name}={found[name]}.",
                f"Set it to {wanted}.",
            )
