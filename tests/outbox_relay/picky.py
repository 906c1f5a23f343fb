"""A sink that takes nothing for some topics, as a broker does that lacks them."""

from collections.abc import Sequence
from pathlib import Path

from outbox_relay.records import Record
from outbox_relay.sinks import Delivery, TopicRefused
from outbox_relay.sinks.files import FileSink


class PickySink(FileSink):
    """Takes what is not for a topic in `refused`; `asked` are the topics that it said no to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.refused: set[str] = set()
        self.asked: list[str] = []

    def send(self, records: Sequence[Record]) -> Delivery:
        delivery = Delivery(records=0)
        for topic in sorted({record.topic for record in records} & self.refused):
            self.asked.append(topic)
            delivery.refusal = TopicRefused(topic, f"There is no topic {topic}.")
        self.write([record for record in records if record.topic not in self.refused])
        return delivery
