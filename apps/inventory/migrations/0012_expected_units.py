"""Suppliers owe units, which are incoming until they come."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0011_waiting_list'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExpectedUnits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purchase_order_id', models.UUIDField()),
                ('number', models.CharField(max_length=32)),
                ('supplier', models.CharField(max_length=32)),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('warehouse', models.CharField(db_collation='C', max_length=32)),
                ('outstanding', models.IntegerField()),
                ('expected_on', models.DateField()),
            ],
            options={
                'verbose_name_plural': 'expected units',
                'ordering': ['expected_on', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='movement',
            name='inventory_movement_cause',
        ),
        migrations.AlterField(
            model_name='movement',
            name='cause',
            field=models.CharField(choices=[('received', 'Received'), ('adjusted', 'Adjusted'), ('counted', 'Counted'), ('held', 'Held'), ('released', 'Released'), ('committed', 'Committed'), ('shipped', 'Shipped'), ('returned', 'Returned'), ('set_aside', 'Set aside'), ('written_off', 'Written off'), ('transferred', 'Transferred'), ('ordered', 'Ordered'), ('repaired', 'Repaired')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cause', 'returned'), ('on_hand__gt', 0), ('committed', 0), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'received'), ('incoming__gte', django.db.models.expressions.CombinedExpression(models.F('on_hand'), '*', models.Value(-1))), ('incoming__lte', 0), ('on_hand__gt', 0), ('committed', 0), ('damaged', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'ordered'), models.Q(('incoming', 0), _negated=True), ('committed', 0), ('damaged', 0), ('on_hand', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause__in', ['adjusted', 'counted']), models.Q(('on_hand', 0), _negated=True), ('committed', 0), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'held'), ('reserved__gt', 0), ('committed', 0), ('damaged', 0), ('incoming', 0), ('on_hand', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'released'), ('reserved__lt', 0), models.Q(('committed', 0), ('committed', models.F('reserved')), _connector='OR'), ('damaged', 0), ('incoming', 0), ('on_hand', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'committed'), ('committed__gte', 0), ('damaged', 0), ('incoming', 0), ('on_hand', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'shipped'), ('on_hand__lt', 0), ('reserved', models.F('on_hand')), models.Q(('committed', 0), ('committed', models.F('on_hand')), _connector='OR'), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'set_aside'), models.Q(('damaged', 0), ('quality_control', 0), ('safety_stock', 0), _negated=True), ('committed', 0), ('incoming', 0), ('on_hand', 0), ('reserved', 0)), models.Q(('cause', 'written_off'), ('on_hand__lt', 0), models.Q(('damaged', 0), ('damaged', models.F('on_hand')), _connector='OR'), models.Q(('quality_control', 0), ('quality_control', models.F('on_hand')), _connector='OR'), models.Q(('damaged', 0), ('quality_control', 0), _connector='OR'), ('committed', 0), ('incoming', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'transferred'), ('on_hand__lt', 0), ('committed', 0), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'transferred'), ('incoming__gt', 0), ('committed', 0), ('damaged', 0), ('on_hand', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'transferred'), ('incoming__lt', 0), models.Q(('on_hand', 0), ('on_hand', django.db.models.expressions.CombinedExpression(models.F('incoming'), '*', models.Value(-1))), _connector='OR'), ('committed', 0), ('damaged', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), ('cause', 'repaired'), _connector='OR'), name='inventory_movement_cause'),
        ),
        migrations.AddIndex(
            model_name='expectedunits',
            index=models.Index(condition=models.Q(('outstanding__gt', 0)), fields=['sku', 'warehouse'], name='inventory_expected_open'),
        ),
        migrations.AddConstraint(
            model_name='expectedunits',
            constraint=models.UniqueConstraint(fields=('purchase_order_id', 'sku'), name='inventory_expected_once'),
        ),
        migrations.AddConstraint(
            model_name='expectedunits',
            constraint=models.CheckConstraint(condition=models.Q(('outstanding__gte', 0), ('outstanding__lte', 1000000000)), name='inventory_expected_outstanding'),
        ),
    ]
