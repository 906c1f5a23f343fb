"""Lines that wait for a topic which the sink does not take say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_topic_seq")]

    operations = [
        migrations.AddField(
            model_name="outboxparkedkey",
            name="topic",
            field=models.TextField(db_default=""),
        ),
    ]
