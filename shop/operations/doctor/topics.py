"""Are the topics there, and set up so that they lose nothing?"""

from collections.abc import Iterator
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ConfigResource,
    ResourceType,
)
from django.conf import settings

from shop.events.topics import TOPIC_OF_CONTEXT
from shop.operations.doctor.findings import Ailment, Gravity

PATIENCE_SECONDS = 5.0
_WANTED = {"unclean.leader.election.enable": "false", "cleanup.policy": "delete"}


def topics_are_there() -> Iterator[Ailment]:
    if not settings.KAFKA_BOOTSTRAP_SERVERS:
        yield from _folder_can_be_written()
        return
    client = AdminClient({"bootstrap.servers": settings.KAFKA_BOOTSTRAP_SERVERS})
    try:
        found = client.list_topics(timeout=PATIENCE_SECONDS)
        yield from _missing(found)
        yield from _unsafe(client, found)
    except KafkaException as error:
        yield Ailment(
            part="kafka",
            sentence=f"The brokers do not answer: {error}. Events wait in the outbox.",
            remedy="Start Kafka, or correct KAFKA_BOOTSTRAP_SERVERS.",
        )


def _folder_can_be_written() -> Iterator[Ailment]:
    folder = settings.TOPICS_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".doctor").touch()
        (folder / ".doctor").unlink()
    except OSError as error:
        yield Ailment(
            part="topics",
            sentence=f"{folder} cannot be written: {error.strerror}.",
            remedy="Give the relay a folder of its own in TRADEWIND_STATE.",
        )


def _missing(found: Any) -> Iterator[Ailment]:
    for topic in sorted(set(TOPIC_OF_CONTEXT.values()) - set(found.topics)):
        yield Ailment(
            part="kafka",
            sentence=f"There is no topic {topic}.",
            remedy=f"kafka-topics.sh --create --topic {topic} --partitions 8"
            " --replication-factor 3 --config min.insync.replicas=2",
        )


def _unsafe(client: AdminClient, found: Any) -> Iterator[Ailment]:
    for topic in sorted(set(TOPIC_OF_CONTEXT.values()) & set(found.topics)):
        replicas = min(len(it.replicas) for it in found.topics[topic].partitions.values())
        values = _settings_of(client, topic)
        if int(values["min.insync.replicas"]) < min(2, replicas) or replicas < 2:
            yield _frail(
                topic,
                f"{replicas} copies, of which {values['min.insync.replicas']} must be written",
                "Give it three replicas and min.insync.replicas=2.",
            )
        for name, wanted in _WANTED.items():
            if values[name] != wanted:
                yield _frail(topic, f"{name}={values[name]}", f"Set it to {wanted}.")


def _settings_of(client: AdminClient, topic: str) -> dict[str, str]:
    asked = client.describe_configs(
        [ConfigResource(ResourceType.TOPIC, topic)], request_timeout=PATIENCE_SECONDS
    )
    return {
        name: entry.value for answer in asked.values() for name, entry in answer.result().items()
    }


def _frail(topic: str, fault: str, remedy: str) -> Ailment:
    return Ailment(
        part="kafka",
        sentence=f"The topic {topic} may lose events: {fault}.",
        remedy=remedy,
        gravity=Gravity.FRAIL,
    )
