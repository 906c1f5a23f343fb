"""What operators do by hand: events given up for a reason, aggregates held, idle streams."""

from importlib import import_module

import django.db.models.functions.datetime
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER outbox_skipped_is_append_only BEFORE UPDATE OR DELETE ON outbox_skipped
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""

EMIT_OF_BEFORE = import_module("shop.kernel.migrations.0002_outbox_event").EMIT
# As before, and the stream says when it moved last.
EMIT = EMIT_OF_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "SET last_seq = stream.last_seq + 1", "SET last_seq = stream.last_seq + 1, moved_at = now()"
)
EMIT_AGAIN = EMIT_OF_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0004_relay_members'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxSkipped',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consumer', models.TextField()),
                ('key', models.TextField()),
                ('outbox_id', models.BigIntegerField()),
                ('event', models.JSONField()),
                ('reason', models.TextField()),
                ('skipped_by', models.TextField()),
                ('skipped_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'skipped event',
                'db_table': 'outbox_skipped',
            },
        ),
        migrations.RemoveConstraint(
            model_name='outboxparkedkey',
            name='outbox_parked_key_state_known',
        ),
        migrations.AddField(
            model_name='outboxstream',
            name='moved_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AlterField(
            model_name='outboxparkedkey',
            name='state',
            field=models.TextField(choices=[('retrying', 'Retrying'), ('dead', 'Dead'), ('held', 'Held')], default='retrying'),
        ),
        migrations.AddConstraint(
            model_name='outboxparkedkey',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['retrying', 'dead', 'held'])), name='outbox_parked_key_state_known'),
        ),
        migrations.AddIndex(
            model_name='outboxskipped',
            index=models.Index(fields=['consumer', 'key'], name='outbox_skipped_line'),
        ),
        migrations.AddConstraint(
            model_name='outboxskipped',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '\\S'), ('skipped_by__regex', '\\S')), name='outbox_skipped_for_a_reason'),
        ),
        migrations.RunSQL(
            APPEND_ONLY + EMIT,
            reverse_sql="DROP TRIGGER outbox_skipped_is_append_only ON outbox_skipped;" + EMIT_AGAIN,
        ),
    ]
