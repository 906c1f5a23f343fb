"""The outbox tables, as OUTBOX 4.1 of the design names them.

Their SQL lives in the migrations; `outbox_event` is partitioned and insert-only.
"""

from django.db import models
from django.db.models.functions import Now

from shop.kernel.outbox.fields import SnapshotField, Xid8Field


class OutboxEvent(models.Model):
    """One event, as it was committed. Only `outbox_emit` inserts here, nothing changes a row.

    `seq` counts all events of the aggregate, `topic_seq` those that have a topic; neither has gaps.
    """

    id = models.BigIntegerField(primary_key=True)
    xid = Xid8Field()
    event_id = models.UUIDField()
    type = models.TextField()
    version = models.SmallIntegerField()
    aggregate_type = models.TextField()
    aggregate_id = models.TextField()
    seq = models.BigIntegerField()
    lane = models.SmallIntegerField()
    topic = models.TextField(null=True)  # noqa: DJ001 - NULL is "stays in the house"
    topic_seq = models.BigIntegerField(null=True)
    payload = models.TextField()
    traceparent = models.TextField()
    correlation_id = models.UUIDField()
    causation_id = models.UUIDField(null=True)
    actor = models.TextField()
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_event"
        indexes = [
            models.Index(fields=["xid", "id"], name="outbox_event_xid"),
            models.Index(
                fields=["aggregate_id", "aggregate_type", "seq"],
                name="outbox_event_aggregate",
            ),
            models.Index(fields=["correlation_id"], name="outbox_event_story"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_event_numbered_in_topic",
                condition=models.Q(topic__isnull=True, topic_seq__isnull=True)
                | models.Q(topic__isnull=False, topic_seq__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.aggregate_id}#{self.seq}"


class OutboxStream(models.Model):
    """The last numbers of one aggregate; its row lock puts the writers in line.

    `moved_at` says since when nothing was told of the aggregate: long idle ones are forgotten.
    """

    aggregate_type = models.TextField()
    aggregate_id = models.TextField()
    last_seq = models.BigIntegerField()
    last_topic_seq = models.BigIntegerField()
    moved_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "outbox_stream"
        constraints = [
            models.UniqueConstraint(
                fields=["aggregate_id", "aggregate_type"], name="outbox_stream_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aggregate_type} {self.aggregate_id}: {self.last_seq}"


class OutboxTick(models.Model):
    """A stored snapshot: the border between two windows, shared by all consumers."""

    n = models.BigIntegerField(primary_key=True)
    snapshot = SnapshotField()
    floor = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "outbox_tick"

    def __str__(self) -> str:
        return f"tick {self.n}"


class OutboxCursor(models.Model):
    """How far one consumer has come in one shard, and which relay may move it.

    `failing_since`, `failures` and `error` tell of what does not go on, until it does again;
    `deaths` counts the relays that ended here without a word since the cursor last moved.
    """

    consumer = models.TextField()
    shard = models.SmallIntegerField()
    epoch = models.BigIntegerField(default=0)
    owner = models.TextField(default="")
    lease_until = models.DateTimeField(null=True)
    tick = models.BigIntegerField()
    to_tick = models.BigIntegerField(null=True)
    last_id = models.BigIntegerField(default=0)
    paused = models.BooleanField(default=False)
    updated_at = models.DateTimeField(db_default=Now())
    failing_since = models.DateTimeField(null=True)
    failures = models.IntegerField(db_default=0)
    error = models.TextField(db_default="")
    deaths = models.SmallIntegerField(db_default=0)

    class Meta:
        db_table = "outbox_cursor"
        constraints = [
            models.CheckConstraint(
                name="outbox_cursor_deaths_counted", condition=models.Q(deaths__gte=0)
            ),
            models.CheckConstraint(
                name="outbox_cursor_fails_since",
                condition=models.Q(failing_since__isnull=True, failures=0, error="")
                | models.Q(failing_since__isnull=False, failures__gt=0) & ~models.Q(error=""),
            ),
            models.UniqueConstraint(fields=["consumer", "shard"], name="outbox_cursor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}/{self.shard} at tick {self.tick}"


class OutboxMember(models.Model):
    """A thread of a relay that shares the lanes of its team with the others that are alive."""

    team = models.TextField()
    owner = models.TextField()
    alive_until = models.DateTimeField()

    class Meta:
        db_table = "outbox_member"
        constraints = [
            models.UniqueConstraint(fields=["team", "owner"], name="outbox_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} in {self.team}"


class ParkState(models.TextChoices):
    """`held` was put aside by hand, and stays until somebody lets it go on."""

    RETRYING = "retrying"
    DEAD = "dead"
    HELD = "held"


class OutboxParkedKey(models.Model):
    """An aggregate whose events one consumer could not handle; they wait in line here.

    The owner of the consumer's `shard` tries them again. `topic` is one that the sink did not take
    anything for at the last try: that is no event's fault, so it is tried for ever. `deaths` counts
    the processes that ended in the middle of an attempt.
    """

    consumer = models.TextField()
    shard = models.SmallIntegerField(db_default=0)
    key = models.TextField()
    state = models.TextField(choices=ParkState, default=ParkState.RETRYING)
    attempts = models.IntegerField(default=0)
    deaths = models.IntegerField(default=0, db_default=0)
    next_retry_at = models.DateTimeField()
    error = models.TextField()
    topic = models.TextField(db_default="")
    head_event = models.BigIntegerField()
    parked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "outbox_parked_key"
        constraints = [
            models.UniqueConstraint(fields=["consumer", "key"], name="outbox_parked_key_once"),
            models.CheckConstraint(
                name="outbox_parked_key_state_known",
                condition=models.Q(state__in=ParkState.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} {self.key} ({self.state})"


class OutboxParkedEvent(models.Model):
    """A full copy of a parked event, so that retention never waits for it.

    A foreign key of (consumer, key) sees to it that its line is there: nothing waits unseen.
    """

    consumer = models.TextField()
    key = models.TextField()
    outbox_id = models.BigIntegerField()
    event = models.JSONField()

    class Meta:
        db_table = "outbox_parked_event"
        constraints = [
            models.UniqueConstraint(
                fields=["consumer", "key", "outbox_id"], name="outbox_parked_event_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} {self.key} event {self.outbox_id}"


class OutboxSkipped(models.Model):
    """An event that a consumer was told to give up: a full copy, by whom, and why. Append-only."""

    consumer = models.TextField()
    key = models.TextField()
    outbox_id = models.BigIntegerField()
    event = models.JSONField()
    reason = models.TextField()
    skipped_by = models.TextField()
    skipped_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "outbox_skipped"
        verbose_name = "skipped event"
        indexes = [models.Index(fields=["consumer", "key"], name="outbox_skipped_line")]
        constraints = [
            models.CheckConstraint(
                name="outbox_skipped_for_a_reason",
                condition=models.Q(reason__regex=r"\S") & models.Q(skipped_by__regex=r"\S"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} gave up event {self.outbox_id} of {self.key}"
