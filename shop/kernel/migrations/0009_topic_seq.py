"""Every event that leaves the house gets a number of its own, without a gap in its topic.

What is stored keeps the number that it was sent with, and counting goes on from there: were it
numbered anew, readers would take what comes next for something that they have seen. `aggregate_seq`
gets another name: it is not what `ce_aggregateseq` says any more, and a relay of before, which
would still send it, cannot read any event. See docs/decisions/0049.
"""

from importlib import import_module

from django.db import migrations, models

EMIT_OF_BEFORE = import_module("shop.kernel.migrations.0005_outbox_operating").EMIT

# Rows that are written once more name this transaction as theirs: `outbox rebase` would take what
# was written here since a restore for what was restored.
REFUSE_FOREIGN = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM outbox_event WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))
        OR (SELECT pg_snapshot_xmax(snapshot) > pg_snapshot_xmax(pg_current_snapshot())
            FROM outbox_tick ORDER BY n DESC LIMIT 1)
    THEN
        RAISE EXCEPTION 'The outbox was restored from another cluster: run `manage.py outbox rebase`'
            ' before the migrations.';
    END IF;
END $$;
"""

NUMBER = """
ALTER TABLE outbox_event RENAME COLUMN aggregate_seq TO seq;
ALTER TABLE outbox_event ADD COLUMN topic_seq bigint;
-- Each partition is written anew, once, with its indexes: no row is updated, none is left behind.
ALTER TABLE outbox_event
    ALTER COLUMN topic_seq TYPE bigint USING CASE WHEN topic IS NOT NULL THEN seq END,
    ADD CONSTRAINT outbox_event_numbered_in_topic CHECK ((topic IS NULL) = (topic_seq IS NULL));

-- Where all that was told is dropped, nobody has seen a higher number than the last one.
ALTER TABLE outbox_stream ADD COLUMN last_topic_seq bigint;
UPDATE outbox_stream stream SET last_topic_seq = coalesce(told.last_seq, stream.last_seq)
FROM outbox_stream LEFT JOIN (
    SELECT aggregate_type, aggregate_id, max(seq) AS last_seq
    FROM outbox_event WHERE topic IS NOT NULL GROUP BY aggregate_type, aggregate_id
) told USING (aggregate_type, aggregate_id)
WHERE outbox_stream.id = stream.id;
ALTER TABLE outbox_stream ALTER COLUMN last_topic_seq SET NOT NULL;

UPDATE outbox_parked_event SET event = event - 'aggregate_seq' || jsonb_build_object(
    'seq', event -> 'aggregate_seq',
    'topic_seq', CASE WHEN event ->> 'topic' IS NOT NULL THEN event -> 'aggregate_seq' END);
"""

# As before, and what has a topic is counted by itself, too, under the same lock.
EMIT = """
CREATE OR REPLACE FUNCTION outbox_emit(
    p_event_id uuid, p_type text, p_version smallint, p_aggregate_type text, p_aggregate_id text,
    p_lane smallint, p_topic text, p_payload text, p_traceparent text, p_correlation_id uuid,
    p_causation_id uuid, p_actor text, p_occurred_at timestamptz
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    new_seq bigint;
    new_topic_seq bigint;
    new_id bigint;
BEGIN
    INSERT INTO outbox_stream AS stream (aggregate_type, aggregate_id, last_seq, last_topic_seq)
    VALUES (p_aggregate_type, p_aggregate_id, 1, (p_topic IS NOT NULL)::integer)
    ON CONFLICT (aggregate_id, aggregate_type) DO UPDATE SET last_seq = stream.last_seq + 1,
        last_topic_seq = stream.last_topic_seq + EXCLUDED.last_topic_seq, moved_at = now()
    RETURNING last_seq, CASE WHEN p_topic IS NOT NULL THEN last_topic_seq END
    INTO new_seq, new_topic_seq;

    INSERT INTO outbox_event (
        event_id, type, version, aggregate_type, aggregate_id, seq, lane, topic, topic_seq, payload,
        traceparent, correlation_id, causation_id, actor, occurred_at
    ) VALUES (
        p_event_id, p_type, p_version, p_aggregate_type, p_aggregate_id, new_seq, p_lane, p_topic,
        new_topic_seq, p_payload, p_traceparent, p_correlation_id, p_causation_id, p_actor,
        p_occurred_at
    ) RETURNING id INTO new_id;
    RETURN new_id;
END $$;
"""

UNDO = """
UPDATE outbox_parked_event SET event = event - 'seq' - 'topic_seq'
    || jsonb_build_object('aggregate_seq', event -> 'seq');
ALTER TABLE outbox_stream DROP COLUMN last_topic_seq;
ALTER TABLE outbox_event DROP COLUMN topic_seq;
ALTER TABLE outbox_event RENAME COLUMN seq TO aggregate_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_inbox")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    REFUSE_FOREIGN + NUMBER + EMIT, reverse_sql=UNDO + EMIT_OF_BEFORE
                )
            ],
            state_operations=[
                migrations.RemoveIndex(model_name="outboxevent", name="outbox_event_aggregate"),
                migrations.RenameField(
                    model_name="outboxevent", old_name="aggregate_seq", new_name="seq"
                ),
                migrations.AddIndex(
                    model_name="outboxevent",
                    index=models.Index(
                        fields=["aggregate_id", "aggregate_type", "seq"],
                        name="outbox_event_aggregate",
                    ),
                ),
                migrations.AddField(
                    model_name="outboxevent",
                    name="topic_seq",
                    field=models.BigIntegerField(null=True),
                ),
                migrations.AddConstraint(
                    model_name="outboxevent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(topic__isnull=True, topic_seq__isnull=True)
                        | models.Q(topic__isnull=False, topic_seq__isnull=False),
                        name="outbox_event_numbered_in_topic",
                    ),
                ),
                migrations.AddField(
                    model_name="outboxstream",
                    name="last_topic_seq",
                    field=models.BigIntegerField(),
                    preserve_default=False,
                ),
            ],
        ),
    ]
