"""The ledger knows what is committed, and what lies there and is not for sale."""

import django.db.models.expressions
from django.db import migrations, models

# What was committed before has no number in the ledger: open ones are brought in by one line each.
CARRY_OVER = """
INSERT INTO inventory_movement (sku, warehouse, cause, on_hand, reserved, committed, actor, reason)
SELECT sku, warehouse, 'repaired', 0, 0, sum(quantity)::integer, 'system',
    'From now on the ledger counts what is committed.'
FROM inventory_hold JOIN inventory_reservation ON order_id = reservation_id
WHERE state = 'committed' GROUP BY sku, warehouse
"""


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0002_storage'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='movement',
            name='inventory_movement_cause',
        ),
        migrations.RemoveConstraint(
            model_name='stock',
            name='inventory_stock_not_oversold',
        ),
        migrations.AddField(
            model_name='announcement',
            name='unavailable',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='movement',
            name='committed',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='movement',
            name='damaged',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='movement',
            name='quality_control',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='movement',
            name='safety_stock',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='stock',
            name='damaged',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='stock',
            name='quality_control',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='stock',
            name='safety_stock',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='movement',
            name='cause',
            field=models.CharField(choices=[('received', 'Received'), ('adjusted', 'Adjusted'), ('counted', 'Counted'), ('held', 'Held'), ('released', 'Released'), ('committed', 'Committed'), ('shipped', 'Shipped'), ('returned', 'Returned'), ('set_aside', 'Set aside'), ('written_off', 'Written off'), ('repaired', 'Repaired')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cause__in', ['received', 'returned']), ('on_hand__gt', 0), ('committed', 0), ('damaged', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause__in', ['adjusted', 'counted']), models.Q(('on_hand', 0), _negated=True), ('committed', 0), ('damaged', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'held'), ('reserved__gt', 0), ('committed', 0), ('damaged', 0), ('on_hand', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'released'), ('reserved__lt', 0), models.Q(('committed', 0), ('committed', models.F('reserved')), _connector='OR'), ('damaged', 0), ('on_hand', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'committed'), ('committed__gte', 0), ('damaged', 0), ('on_hand', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'shipped'), ('on_hand__lt', 0), ('reserved', models.F('on_hand')), models.Q(('committed', 0), ('committed', models.F('on_hand')), _connector='OR'), ('damaged', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'set_aside'), models.Q(('damaged', 0), ('quality_control', 0), ('safety_stock', 0), _negated=True), ('committed', 0), ('on_hand', 0), ('reserved', 0)), models.Q(('cause', 'written_off'), ('on_hand__lt', 0), models.Q(('damaged', 0), ('damaged', models.F('on_hand')), _connector='OR'), models.Q(('quality_control', 0), ('quality_control', models.F('on_hand')), _connector='OR'), models.Q(('damaged', 0), ('quality_control', 0), _connector='OR'), ('committed', 0), ('reserved', 0), ('safety_stock', 0)), ('cause', 'repaired'), _connector='OR'), name='inventory_movement_cause'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0), ('reserved__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('on_hand'), '-', models.F('damaged')), '-', models.F('quality_control')), '-', models.F('safety_stock')))), name='inventory_stock_not_oversold'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.CheckConstraint(condition=models.Q(('damaged__gte', 0), ('quality_control__gte', 0), ('safety_stock__gte', 0)), name='inventory_stock_unavailable'),
        ),
        migrations.RunSQL(CARRY_OVER, reverse_sql=migrations.RunSQL.noop),
    ]
