"""Are the topics there, and set up so that they lose nothing?"""

from collections.abc import Iterator

from confluent_kafka import KafkaException
from django.conf import settings

from shop.kernel.kafka.topics import Topics
from shop.operations.doctor.findings import Ailment, Gravity


def topics_are_there() -> Iterator[Ailment]:
    if not settings.KAFKA_BOOTSTRAP_SERVERS:
        yield from _folder_can_be_written()
        return
    try:
        for fault in Topics().faults():
            gravity = Gravity.ILL if fault.is_missing else Gravity.FRAIL
            yield Ailment(
                part="kafka", sentence=fault.sentence, remedy=fault.remedy, gravity=gravity
            )
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
