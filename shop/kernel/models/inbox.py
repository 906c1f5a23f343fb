"""What came in from Kafka: which events were heard, how far each aggregate came, what is refused.

Their SQL lives in the migrations; `outbox_inbox` is partitioned by the time in its events' ids.
"""

from django.db import models
from django.db.models.functions import Now

from shop.kernel.outbox.fields import SequenceRangesField


class OutboxInbox(models.Model):
    """One event that one consumer has heard, or parked: it is not heard again."""

    pk = models.CompositePrimaryKey("consumer", "source", "event_id")
    consumer = models.TextField()
    source = models.TextField()
    event_id = models.UUIDField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "outbox_inbox"

    def __str__(self) -> str:
        return f"{self.consumer} heard {self.event_id} from {self.source}"


class OutboxInboxStream(models.Model):
    """How far one consumer has heard the events of one aggregate, and what it missed on the way.

    Its row lock puts those in line who handle events of the aggregate. It is known by the day only
    when it was touched last, so that most changes leave the index alone.
    """

    consumer = models.TextField()
    source = models.TextField()
    aggregate_type = models.TextField()
    aggregate_id = models.TextField()
    last_seq = models.BigIntegerField()
    missing = SequenceRangesField(db_default="{}")
    heard_on = models.DateField(db_default=Now())

    class Meta:
        db_table = "outbox_inbox_stream"
        indexes = [models.Index(fields=["heard_on"], name="outbox_inbox_stream_heard_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["aggregate_id", "aggregate_type", "consumer", "source"],
                name="outbox_inbox_stream_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.aggregate_type} {self.aggregate_id} at {self.last_seq}"


class OutboxRefusedRecord(models.Model):
    """A record of a topic that is no event for this consumer; what it says stays in the topic."""

    consumer = models.TextField()
    topic = models.TextField()
    partition = models.IntegerField()
    offset = models.BigIntegerField()
    reason = models.TextField()
    refused_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "outbox_refused_record"
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "topic", "partition", "offset"],
                name="outbox_refused_record_once",
            ),
            models.CheckConstraint(
                name="outbox_refused_record_says_why", condition=~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} refused {self.topic}/{self.partition} at {self.offset}"
