"""The last id that was drawn, asked of the sequence.

Its row must not be read instead. Every 32 ids PostgreSQL writes the row as it will be after 32 more,
logs it, and writes the true number over it (`nextval_internal` in its `sequence.c`); whoever selects
from the sequence may see what stands there in between. See docs/decisions/0051.
"""

from django.db import migrations

LAST_ID = """
CREATE FUNCTION outbox_last_id() RETURNS bigint LANGUAGE sql AS $$
    SELECT coalesce(pg_sequence_last_value('outbox_event_id_seq'), 0)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0011_parked_keys_count_deaths")]

    operations = [migrations.RunSQL(LAST_ID, reverse_sql="DROP FUNCTION outbox_last_id")]
