"""Units go from one warehouse to another, and are incoming meanwhile."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import shop.kernel.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0003_eight_states'),
    ]

    operations = [
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=shop.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('shipped', 'Shipped'), ('partly_received', 'Partly received'), ('received', 'Received'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=16)),
                ('note', models.CharField(blank=True, db_default='', default='', max_length=150)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('shipped_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='TransferLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('quantity', models.IntegerField()),
                ('received', models.IntegerField(db_default=0, default=0)),
                ('missing', models.IntegerField(db_default=0, default=0)),
            ],
            options={
                'ordering': ['sku'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='movement',
            name='inventory_movement_cause',
        ),
        migrations.AddField(
            model_name='movement',
            name='incoming',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='stock',
            name='incoming',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='movement',
            name='cause',
            field=models.CharField(choices=[('received', 'Received'), ('adjusted', 'Adjusted'), ('counted', 'Counted'), ('held', 'Held'), ('released', 'Released'), ('committed', 'Committed'), ('shipped', 'Shipped'), ('returned', 'Returned'), ('set_aside', 'Set aside'), ('written_off', 'Written off'), ('transferred', 'Transferred'), ('repaired', 'Repaired')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cause__in', ['received', 'returned']), ('on_hand__gt', 0), ('committed', 0), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause__in', ['adjusted', 'counted']), models.Q(('on_hand', 0), _negated=True), ('committed', 0), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'held'), ('reserved__gt', 0), ('committed', 0), ('damaged', 0), ('incoming', 0), ('on_hand', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'released'), ('reserved__lt', 0), models.Q(('committed', 0), ('committed', models.F('reserved')), _connector='OR'), ('damaged', 0), ('incoming', 0), ('on_hand', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'committed'), ('committed__gte', 0), ('damaged', 0), ('incoming', 0), ('on_hand', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'shipped'), ('on_hand__lt', 0), ('reserved', models.F('on_hand')), models.Q(('committed', 0), ('committed', models.F('on_hand')), _connector='OR'), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('safety_stock', 0)), models.Q(('cause', 'set_aside'), models.Q(('damaged', 0), ('quality_control', 0), ('safety_stock', 0), _negated=True), ('committed', 0), ('incoming', 0), ('on_hand', 0), ('reserved', 0)), models.Q(('cause', 'written_off'), ('on_hand__lt', 0), models.Q(('damaged', 0), ('damaged', models.F('on_hand')), _connector='OR'), models.Q(('quality_control', 0), ('quality_control', models.F('on_hand')), _connector='OR'), models.Q(('damaged', 0), ('quality_control', 0), _connector='OR'), ('committed', 0), ('incoming', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'transferred'), ('on_hand__lt', 0), ('committed', 0), ('damaged', 0), ('incoming', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'transferred'), ('incoming__gt', 0), ('committed', 0), ('damaged', 0), ('on_hand', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), models.Q(('cause', 'transferred'), ('incoming__lt', 0), models.Q(('on_hand', 0), ('on_hand', django.db.models.expressions.CombinedExpression(models.F('incoming'), '*', models.Value(-1))), _connector='OR'), ('committed', 0), ('damaged', 0), ('quality_control', 0), ('reserved', 0), ('safety_stock', 0)), ('cause', 'repaired'), _connector='OR'), name='inventory_movement_cause'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.CheckConstraint(condition=models.Q(('incoming__gte', 0), ('incoming__lte', 1000000000)), name='inventory_stock_incoming'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='destination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.warehouse'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='origin',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.warehouse'),
        ),
        migrations.AddField(
            model_name='transferline',
            name='transfer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='inventory.transfer'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'shipped', 'partly_received', 'received', 'closed', 'cancelled'])), name='inventory_transfer_state'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('origin', models.F('destination')), _negated=True), name='inventory_transfer_elsewhere', violation_error_message='A transfer goes from one warehouse to another.'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shipped_at__isnull', True), ('state__in', ('draft', 'cancelled'))), models.Q(('shipped_at__isnull', False), models.Q(('state__in', ('draft', 'cancelled')), _negated=True)), _connector='OR'), name='inventory_transfer_shipped'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('received', 'closed', 'cancelled'))), models.Q(('closed_at__isnull', True), models.Q(('state__in', ('received', 'closed', 'cancelled')), _negated=True)), _connector='OR'), name='inventory_transfer_closed'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.UniqueConstraint(fields=('transfer', 'sku'), name='inventory_transferline_once'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_transferline_quantity'),
        ),
        migrations.AddConstraint(
            model_name='transferline',
            constraint=models.CheckConstraint(condition=models.Q(('missing__gte', 0), ('quantity__gte', django.db.models.expressions.CombinedExpression(models.F('received'), '+', models.F('missing'))), ('received__gte', 0)), name='inventory_transferline_arrived'),
        ),
    ]
