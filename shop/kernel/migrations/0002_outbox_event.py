"""The outbox itself: a partitioned, insert-only table, and the one function that writes it."""

from django.db import migrations, models

import shop.kernel.outbox.fields

TABLE = """
CREATE SEQUENCE outbox_event_id_seq CACHE 1;

CREATE TABLE outbox_event (
    id bigint NOT NULL DEFAULT nextval('outbox_event_id_seq'),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_id uuid NOT NULL,
    type text NOT NULL,
    version smallint NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    aggregate_seq bigint NOT NULL,
    lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 63),
    topic text,
    payload text NOT NULL,
    traceparent text NOT NULL,
    correlation_id uuid NOT NULL,
    causation_id uuid,
    actor text NOT NULL,
    occurred_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

ALTER SEQUENCE outbox_event_id_seq OWNED BY outbox_event.id;
CREATE INDEX outbox_event_xid ON outbox_event (xid, id);
CREATE INDEX outbox_event_aggregate ON outbox_event (aggregate_id, aggregate_type, aggregate_seq);

-- The safety net: without a janitor, events land here and checkout goes on.
CREATE TABLE outbox_event_default PARTITION OF outbox_event DEFAULT;
"""

PARTITIONS = """
-- Parts of two million ids. Adds those that begin within the next `ahead` million; returns how many.
CREATE FUNCTION outbox_add_partitions(ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    width constant bigint := 2000000;
    first_id bigint;
    added integer := 0;
BEGIN
    SELECT (last_value / width) * width INTO first_id FROM outbox_event_id_seq;
    FOR part IN 0 .. (ahead * 1000000) / width LOOP
        IF to_regclass('outbox_event_p' || (first_id / width + part)) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE outbox_event_p%s PARTITION OF outbox_event FOR VALUES FROM (%s) TO (%s)',
                first_id / width + part, first_id + part * width, first_id + (part + 1) * width
            );
            added := added + 1;
        END IF;
    END LOOP;
    RETURN added;
END $$;

SELECT outbox_add_partitions(6);
"""

INSERT_ONLY = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER outbox_event_is_insert_only BEFORE UPDATE OR DELETE ON outbox_event
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""

# The upsert comes first: its row lock puts the writers of one aggregate in line until they commit,
# and gives the transaction its xid. Only then is the id drawn. So for one aggregate the order of
# ids is the order of sequence numbers is the order of commits.
EMIT = """
CREATE FUNCTION outbox_emit(
    p_event_id uuid, p_type text, p_version smallint, p_aggregate_type text, p_aggregate_id text,
    p_lane smallint, p_topic text, p_payload text, p_traceparent text, p_correlation_id uuid,
    p_causation_id uuid, p_actor text, p_occurred_at timestamptz
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    seq bigint;
    new_id bigint;
BEGIN
    INSERT INTO outbox_stream AS stream (aggregate_type, aggregate_id, last_seq)
    VALUES (p_aggregate_type, p_aggregate_id, 1)
    ON CONFLICT (aggregate_id, aggregate_type) DO UPDATE SET last_seq = stream.last_seq + 1
    RETURNING last_seq INTO seq;

    INSERT INTO outbox_event (
        event_id, type, version, aggregate_type, aggregate_id, aggregate_seq, lane, topic, payload,
        traceparent, correlation_id, causation_id, actor, occurred_at
    ) VALUES (
        p_event_id, p_type, p_version, p_aggregate_type, p_aggregate_id, seq, p_lane, p_topic,
        p_payload, p_traceparent, p_correlation_id, p_causation_id, p_actor, p_occurred_at
    ) RETURNING id INTO new_id;
    RETURN new_id;
END $$;
"""

STORAGE = """
ALTER TABLE outbox_stream SET (fillfactor = 70);
ALTER TABLE outbox_cursor SET (fillfactor = 50);
"""

UNDO = """
DROP FUNCTION outbox_emit;
DROP FUNCTION outbox_add_partitions;
DROP TABLE outbox_event;
DROP FUNCTION kernel_refuse_change;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    TABLE + PARTITIONS + INSERT_ONLY + EMIT + STORAGE, reverse_sql=UNDO
                )
            ],
            state_operations=[
                migrations.CreateModel(
                    name='OutboxEvent',
                    fields=[
                        ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('xid', shop.kernel.outbox.fields.Xid8Field()),
                        ('event_id', models.UUIDField()),
                        ('type', models.TextField()),
                        ('version', models.SmallIntegerField()),
                        ('aggregate_type', models.TextField()),
                        ('aggregate_id', models.TextField()),
                        ('aggregate_seq', models.BigIntegerField()),
                        ('lane', models.SmallIntegerField()),
                        ('topic', models.TextField(null=True)),
                        ('payload', models.TextField()),
                        ('traceparent', models.TextField()),
                        ('correlation_id', models.UUIDField()),
                        ('causation_id', models.UUIDField(null=True)),
                        ('actor', models.TextField()),
                        ('occurred_at', models.DateTimeField()),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'db_table': 'outbox_event',
                        'indexes': [models.Index(fields=['xid', 'id'], name='outbox_event_xid'), models.Index(fields=['aggregate_id', 'aggregate_type', 'aggregate_seq'], name='outbox_event_aggregate')],
                    },
                ),
            ],
        ),
    ]
