"""Makes the topics that the contracts name, and says which of them may lose events."""

from collections.abc import Sequence

from confluent_kafka import KafkaException

from outbox_relay.operating.report import Report
from shop.kernel.errors import DomainError
from shop.kernel.kafka.topics import Fault, Topics


def make_topics() -> Report:
    """Makes what is missing, and nothing else. Raises DomainError if no broker answers."""
    topics = _of_the_brokers()
    try:
        made = topics.make_missing()
    except KafkaException as error:
        raise DomainError(f"Kafka made no topics: {error}.") from error
    return _report(list(topics.faults()), made)


def look_at_topics() -> Report:
    """Makes nothing. Raises DomainError if no broker answers."""
    return _report(list(_of_the_brokers().faults()), [])


def _of_the_brokers() -> Topics:
    try:
        return Topics()
    except KafkaException as error:
        raise DomainError(
            f"The brokers do not answer: {error}. Start Kafka, or correct KAFKA_BOOTSTRAP_SERVERS."
        ) from error


def _report(faults: Sequence[Fault], made: Sequence[str]) -> Report:
    lines = [f"{topic} is made." for topic in made]
    lines += [f"{fault.sentence} {fault.remedy}" for fault in faults]
    missing = [fault.topic for fault in faults if fault.is_missing]
    return Report(
        text="\n".join(lines) or "All topics are there, and lose nothing.",
        facts={"made": list(made), "faults": [fault.sentence for fault in faults]},
        wrong=f"Topics are missing: {', '.join(missing)}." if missing else "",
    )
