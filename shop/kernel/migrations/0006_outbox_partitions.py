"""Partitions that can be added without waiting for writers, and after events overflowed."""

from importlib import import_module

from django.db import migrations

PARTITIONS_OF_BEFORE = import_module("shop.kernel.migrations.0002_outbox_event").PARTITIONS

VIEW = """
CREATE VIEW outbox_partition AS
SELECT child.relname::text AS name, bound.edges[1]::bigint AS from_id, bound.edges[2]::bigint AS to_id
FROM pg_inherits
JOIN pg_class child ON child.oid = inhrelid
CROSS JOIN LATERAL regexp_match(
    pg_get_expr(child.relpartbound, child.oid), 'FROM \\(''?(\\d+)''?\\) TO \\(''?(\\d+)''?\\)'
) AS bound (edges)
WHERE inhparent = 'outbox_event'::regclass AND bound.edges IS NOT NULL;
"""

# Events whose ids lay in no partition are in the default one, and PostgreSQL adds no partition
# for ids that it holds. No row is moved, as none may be deleted: the table itself becomes the
# partition of its ids, and a new, empty one takes its place as the safety net.
ADOPT = """
CREATE FUNCTION outbox_adopt_overflow(width bigint) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    lowest bigint;
    highest bigint;
    lower_edge bigint;
    upper_edge bigint;
    name text;
BEGIN
    IF NOT EXISTS (SELECT FROM outbox_event_default) THEN
        RETURN 0;
    END IF;
    LOCK TABLE ONLY outbox_event IN ACCESS EXCLUSIVE MODE;
    SELECT min(id), max(id) INTO lowest, highest FROM outbox_event_default;
    IF lowest IS NULL THEN
        RETURN 0;
    END IF;
    SELECT greatest(lowest / width * width, max(to_id)) INTO lower_edge
        FROM outbox_partition WHERE to_id <= lowest;
    SELECT least((highest / width + 1) * width, min(from_id)) INTO upper_edge
        FROM outbox_partition WHERE from_id > lowest;
    name := 'outbox_event_p' || lower_edge / width;
    ALTER TABLE outbox_event DETACH PARTITION outbox_event_default;
    EXECUTE format('ALTER TABLE outbox_event_default RENAME TO %I', name);
    EXECUTE format(
        'ALTER TABLE outbox_event ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        name, lower_edge, upper_edge
    );
    CREATE TABLE outbox_event_default PARTITION OF outbox_event DEFAULT;
    RETURN 1;
END $$;
"""

# ATTACH does not wait for transactions that write into other partitions, as PARTITION OF would.
ADD = """
CREATE OR REPLACE FUNCTION outbox_add_partitions(ahead integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    width constant bigint := 2000000;
    first_part bigint;
    name text;
    added integer := outbox_adopt_overflow(width);
BEGIN
    SELECT last_value / width INTO first_part FROM outbox_event_id_seq;
    FOR part IN first_part .. first_part + ahead * 1000000 / width LOOP
        CONTINUE WHEN EXISTS (
            SELECT FROM outbox_partition WHERE from_id < (part + 1) * width AND to_id > part * width
        );
        name := 'outbox_event_p' || part;
        EXECUTE format('CREATE TABLE %I (LIKE outbox_event INCLUDING ALL)', name);
        EXECUTE format(
            'ALTER TABLE outbox_event ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
            name, part * width, (part + 1) * width
        );
        added := added + 1;
    END LOOP;
    RETURN added;
END $$;
"""

UNDO = """
DROP FUNCTION outbox_add_partitions;
DROP FUNCTION outbox_adopt_overflow;
DROP VIEW outbox_partition;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_outbox_operating")]

    operations = [
        migrations.RunSQL(VIEW + ADOPT + ADD, reverse_sql=UNDO + PARTITIONS_OF_BEFORE),
    ]
