"""The inbox: what came in from Kafka, once; and the one function that says what is news."""

from django.db import migrations, models
from django.db.models.functions import Now

import shop.kernel.outbox.fields

# The key is all three, so it holds over all parts: an event's id says in which part it belongs.
TABLE = """
CREATE TABLE outbox_inbox (
    consumer text NOT NULL CHECK (consumer <> ''),
    source text NOT NULL CHECK (source <> ''),
    event_id uuid NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, consumer, source)
) PARTITION BY RANGE (event_id);

-- Ids that tell no time, or another one than the parts are there for.
CREATE TABLE outbox_inbox_default PARTITION OF outbox_inbox DEFAULT;
CREATE INDEX outbox_inbox_default_received ON outbox_inbox_default (received_at);

ALTER TABLE outbox_inbox_stream SET (fillfactor = 70);
CREATE INDEX outbox_inbox_stream_missing ON outbox_inbox_stream (consumer)
    WHERE NOT isempty(missing);
ALTER TABLE outbox_inbox_stream ADD CONSTRAINT outbox_inbox_stream_missed_before
    CHECK (last_seq >= 0 AND (isempty(missing) OR upper(missing) <= last_seq));
"""

PARTITIONS = """
-- The least UUIDv7 of a week; weeks are counted from 1970.
CREATE FUNCTION outbox_inbox_floor(week bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(week * 604800000), 12, '0') || repeat('0', 20))::uuid
$$;

-- Parts of one week. Adds the last week, this one and so many ahead; returns how many were missing.
-- What fell into the default part meanwhile moves along.
CREATE FUNCTION outbox_add_inbox_partitions(ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    this_week bigint := floor(extract(epoch FROM now()) / 604800);
    part text;
    added integer := 0;
BEGIN
    FOR week IN this_week - 1 .. this_week + ahead LOOP
        part := 'outbox_inbox_w' || week;
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE outbox_inbox INCLUDING ALL)', part);
        EXECUTE format(
            'WITH moved AS (DELETE FROM outbox_inbox_default '
            'WHERE event_id >= %L AND event_id < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
            outbox_inbox_floor(week), outbox_inbox_floor(week + 1), part
        );
        EXECUTE format(
            'ALTER TABLE outbox_inbox ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            part, outbox_inbox_floor(week), outbox_inbox_floor(week + 1)
        );
        added := added + 1;
    END LOOP;
    RETURN added;
END $$;

-- Drops the weeks whose last event is older than `kept`; returns how many.
CREATE FUNCTION outbox_drop_inbox_partitions(kept interval) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    part text;
    dropped integer := 0;
BEGIN
    FOR part IN
        SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'outbox_inbox'::regclass AND relname ~ '^outbox_inbox_w[0-9]+$'
          AND to_timestamp((substring(relname FROM '[0-9]+$')::bigint + 1) * 604800) < now() - kept
        ORDER BY relname
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

SELECT outbox_add_inbox_partitions(4);
"""

# The stream's row is locked first: it keeps everybody in line who handles events of the aggregate,
# until they commit. The first event that is seen of an aggregate may be any.
ARRIVE = """
CREATE FUNCTION outbox_arrive(
    p_consumer text, p_source text, p_event_id uuid, p_aggregate_type text, p_aggregate_id text,
    p_seq bigint
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known outbox_inbox_stream;
BEGIN
    LOOP
        INSERT INTO outbox_inbox_stream (consumer, source, aggregate_type, aggregate_id, last_seq)
        VALUES (p_consumer, p_source, p_aggregate_type, p_aggregate_id, p_seq - 1)
        ON CONFLICT DO NOTHING;
        SELECT * INTO known FROM outbox_inbox_stream
        WHERE aggregate_id = p_aggregate_id AND aggregate_type = p_aggregate_type
          AND consumer = p_consumer AND source = p_source
        FOR UPDATE;
        -- Else it was tidied away between the two.
        EXIT WHEN FOUND;
    END LOOP;

    INSERT INTO outbox_inbox (consumer, source, event_id)
    VALUES (p_consumer, p_source, p_event_id) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'again';
    END IF;

    IF p_seq > known.last_seq THEN
        UPDATE outbox_inbox_stream SET last_seq = p_seq, heard_on = current_date,
            missing = missing + int8multirange(int8range(known.last_seq + 1, p_seq))
        WHERE id = known.id;
        RETURN CASE WHEN p_seq = known.last_seq + 1 THEN 'next' ELSE 'gap' END;
    ELSIF known.missing @> p_seq THEN
        UPDATE outbox_inbox_stream
        SET missing = missing - int8multirange(int8range(p_seq, p_seq, '[]'))
        WHERE id = known.id;
        RETURN 'late';
    END IF;
    RETURN 'old';
END $$;
"""

UNDO = """
DROP FUNCTION outbox_arrive;
DROP FUNCTION outbox_drop_inbox_partitions;
DROP FUNCTION outbox_add_inbox_partitions;
DROP FUNCTION outbox_inbox_floor;
DROP TABLE outbox_inbox;
ALTER TABLE outbox_inbox_stream DROP CONSTRAINT outbox_inbox_stream_missed_before;
DROP INDEX outbox_inbox_stream_missing;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_story_index")]

    operations = [
        migrations.CreateModel(
            name='OutboxInboxStream',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consumer', models.TextField()),
                ('source', models.TextField()),
                ('aggregate_type', models.TextField()),
                ('aggregate_id', models.TextField()),
                ('last_seq', models.BigIntegerField()),
                ('missing', shop.kernel.outbox.fields.SequenceRangesField(db_default='{}')),
                ('heard_on', models.DateField(db_default=Now())),
            ],
            options={
                'db_table': 'outbox_inbox_stream',
                'indexes': [models.Index(fields=['heard_on'], name='outbox_inbox_stream_heard_on')],
                'constraints': [models.UniqueConstraint(fields=('aggregate_id', 'aggregate_type', 'consumer', 'source'), name='outbox_inbox_stream_once')],
            },
        ),
        migrations.CreateModel(
            name='OutboxRefusedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consumer', models.TextField()),
                ('topic', models.TextField()),
                ('partition', models.IntegerField()),
                ('offset', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('refused_at', models.DateTimeField(db_default=Now())),
            ],
            options={
                'db_table': 'outbox_refused_record',
                'constraints': [models.UniqueConstraint(fields=('consumer', 'topic', 'partition', 'offset'), name='outbox_refused_record_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='outbox_refused_record_says_why')],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(TABLE + PARTITIONS + ARRIVE, reverse_sql=UNDO)
            ],
            state_operations=[
                migrations.CreateModel(
                    name='OutboxInbox',
                    fields=[
                        ('pk', models.CompositePrimaryKey('consumer', 'source', 'event_id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('consumer', models.TextField()),
                        ('source', models.TextField()),
                        ('event_id', models.UUIDField()),
                        ('received_at', models.DateTimeField(db_default=Now())),
                    ],
                    options={'db_table': 'outbox_inbox'},
                ),
            ],
        ),
    ]
