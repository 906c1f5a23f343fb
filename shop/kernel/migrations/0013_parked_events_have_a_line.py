"""No event waits in a line that nobody works on. A renamed consumer takes its events along."""

from django.db import migrations

HAVE_A_LINE = """
ALTER TABLE outbox_parked_event ADD CONSTRAINT outbox_parked_event_has_line
    FOREIGN KEY (consumer, key) REFERENCES outbox_parked_key (consumer, key) ON UPDATE CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0012_last_id")]

    operations = [
        migrations.RunSQL(
            HAVE_A_LINE,
            reverse_sql=(
                "ALTER TABLE outbox_parked_event DROP CONSTRAINT outbox_parked_event_has_line"
            ),
        ),
    ]
