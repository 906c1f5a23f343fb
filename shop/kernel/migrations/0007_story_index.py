"""One index for all that one request or one trace caused; see docs/decisions/0041."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_outbox_partitions")]

    operations = [
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(fields=["correlation_id"], name="outbox_event_story"),
        ),
    ]
