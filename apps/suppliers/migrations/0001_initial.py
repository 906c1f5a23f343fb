"""Suppliers, what they sell, purchase orders, and what came."""

import apps.suppliers.models.orders
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import shop.kernel.clock
import shop.kernel.identity
import shop.kernel.stories
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('claims', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(blank=True, default=shop.kernel.clock.now, null=True)),
                ('story', models.JSONField(db_default={}, default=shop.kernel.stories.present_story, editable=False)),
                ('id', models.UUIDField(default=shop.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(default=apps.suppliers.models.orders.new_order_number, editable=False, max_length=32, unique=True)),
                ('warehouse', models.CharField(db_collation='C', max_length=32)),
                ('currency', models.CharField(max_length=3)),
                ('origin', models.CharField(choices=[('reorder', 'Ran low'), ('staff', 'Staff'), ('file', 'File')], max_length=16)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('sent', 'Sent'), ('acknowledged', 'Acknowledged'), ('partly_received', 'Partly received'), ('received', 'Received'), ('closed', 'Closed'), ('cancelled', 'Cancelled'), ('rejected', 'Rejected')], default='proposed', max_length=16)),
                ('approved_by', models.CharField(blank=True, default='', max_length=100)),
                ('supplier_reference', models.CharField(blank=True, default='', max_length=255)),
                ('expected_on', models.DateField(blank=True, null=True)),
                ('freight', models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=14)),
                ('duty', models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=14)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UnmetNeed',
            fields=[
                ('sku', models.CharField(db_collation='C', max_length=255, primary_key=True, serialize=False)),
                ('available', models.IntegerField(blank=True, null=True)),
                ('reason', models.CharField(max_length=200)),
                ('noted_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'ordering': ['-noted_at'],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=shop.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=100)),
                ('surplus_accepted', models.BooleanField(default=False)),
                ('received_by', models.CharField(max_length=100)),
                ('received_at', models.DateTimeField(default=shop.kernel.clock.now)),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='suppliers.purchaseorder')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('quantity', models.IntegerField()),
                ('surplus', models.IntegerField(default=0)),
                ('unit_cost', models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=14)),
                ('charges', models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=14)),
                ('landed_cost', models.DecimalField(decimal_places=4, default=0, max_digits=18)),
                ('receipt', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='suppliers.receipt')),
            ],
            options={
                'ordering': ['receipt_id', 'sku'],
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('code', models.CharField(db_collation='C', max_length=32, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('currency', models.CharField(max_length=3)),
                ('adapter', models.CharField(max_length=32)),
                ('address', models.CharField(max_length=300)),
                ('warehouse', models.CharField(db_collation='C', max_length=32)),
                ('lead_days', models.PositiveSmallIntegerField()),
                ('approve_up_to', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('adapter', ''), _negated=True), models.Q(('address', ''), _negated=True), models.Q(('warehouse', ''), _negated=True)), name='suppliers_supplier_named'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='suppliers_supplier_currency'), models.CheckConstraint(condition=models.Q(('lead_days__lte', 365)), name='suppliers_supplier_lead_days'), models.CheckConstraint(condition=models.Q(('approve_up_to__isnull', True), ('approve_up_to__gte', 0), _connector='OR'), name='suppliers_supplier_approves')],
            },
        ),
        migrations.AddField(
            model_name='purchaseorder',
            name='supplier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='suppliers.supplier'),
        ),
        migrations.CreateModel(
            name='CatalogueItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=255)),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('title', models.CharField(blank=True, default='', max_length=300)),
                ('cost', models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=14)),
                ('minimum_quantity', models.IntegerField(default=1)),
                ('pack_size', models.IntegerField(default=1)),
                ('order_up_to', models.IntegerField(blank=True, null=True)),
                ('is_preferred', models.BooleanField(default=False)),
                ('in_stock', models.IntegerField(blank=True, null=True)),
                ('in_stock_or_more', models.BooleanField(default=False)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('supplier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='suppliers.supplier')),
            ],
            options={
                'ordering': ['sku', 'supplier_id'],
            },
        ),
        migrations.CreateModel(
            name='SupplierCallback',
            fields=[
                ('claims', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(blank=True, default=shop.kernel.clock.now, null=True)),
                ('story', models.JSONField(db_default={}, default=shop.kernel.stories.present_story, editable=False)),
                ('id', models.UUIDField(default=shop.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=32)),
                ('event_id', models.CharField(max_length=255)),
                ('body', models.TextField()),
                ('state', models.CharField(choices=[('received', 'Received'), ('understood', 'Understood'), ('ignored', 'Ignored')], default='received', max_length=16)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('received_at', models.DateTimeField(db_index=True, default=shop.kernel.clock.now)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='suppliercallback_due')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'event_id'), name='suppliercallback_once'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'understood', 'ignored'])), name='suppliercallback_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Despatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=100)),
                ('units', models.JSONField()),
                ('noted_at', models.DateTimeField(default=shop.kernel.clock.now)),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='despatches', to='suppliers.purchaseorder')),
            ],
            options={
                'verbose_name_plural': 'despatches',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('order', 'reference'), name='suppliers_despatch_once')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('code', models.CharField(max_length=255)),
                ('quantity', models.IntegerField()),
                ('unit_cost', models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=14)),
                ('acknowledged', models.IntegerField(blank=True, null=True)),
                ('received', models.IntegerField(default=0)),
                ('surplus', models.IntegerField(default=0)),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='suppliers.purchaseorder')),
            ],
            options={
                'ordering': ['sku'],
                'indexes': [models.Index(fields=['sku'], name='suppliers_line_sku')],
                'constraints': [models.UniqueConstraint(fields=('order', 'sku'), name='suppliers_line_once'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('quantity__lte', 1000000)), name='suppliers_line_quantity'), models.CheckConstraint(condition=models.Q(('unit_cost__gte', 0)), name='suppliers_line_cost'), models.CheckConstraint(condition=models.Q(('acknowledged__isnull', True), models.Q(('acknowledged__gte', 0), ('acknowledged__lte', models.F('quantity'))), _connector='OR'), name='suppliers_line_acknowledged'), models.CheckConstraint(condition=models.Q(('received__gte', models.F('surplus')), ('received__lte', django.db.models.expressions.CombinedExpression(models.F('quantity'), '+', models.F('surplus'))), ('surplus__gte', 0)), name='suppliers_line_received')],
            },
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('order', 'reference'), name='suppliers_receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='suppliers_receipt_named'),
        ),
        migrations.AddIndex(
            model_name='receiptline',
            index=models.Index(fields=['sku', '-id'], name='suppliers_receiptline_sku'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.UniqueConstraint(fields=('receipt', 'sku'), name='suppliers_receiptline_once'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('surplus__gte', 0), ('surplus__lte', models.F('quantity'))), name='suppliers_receiptline_units'),
        ),
        migrations.AddConstraint(
            model_name='receiptline',
            constraint=models.CheckConstraint(condition=models.Q(('charges__gte', 0), ('landed_cost__gte', 0), ('unit_cost__gte', 0)), name='suppliers_receiptline_costs'),
        ),
        migrations.AddIndex(
            model_name='purchaseorder',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='purchaseorder_due'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'sent', 'acknowledged', 'partly_received', 'received', 'closed', 'cancelled', 'rejected'])), name='suppliers_order_state'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['reorder', 'staff', 'file'])), name='suppliers_order_origin'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by', ''), ('state', 'proposed')), ('state', 'cancelled'), models.Q(models.Q(('state__in', ['proposed', 'cancelled']), _negated=True), ('approved_at__isnull', False), ('expected_on__isnull', False), models.Q(('approved_by', ''), _negated=True)), _connector='OR'), name='suppliers_order_approved'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state__in', ('sent', 'acknowledged', 'partly_received', 'received', 'closed'))), models.Q(('state__in', ('sent', 'acknowledged', 'partly_received', 'received', 'closed')), _negated=True), _connector='OR'), name='suppliers_order_sent'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('received', 'closed', 'cancelled', 'rejected'))), models.Q(('ended_at__isnull', True), ('state__in', ('proposed', 'approved', 'sent', 'acknowledged', 'partly_received'))), _connector='OR'), name='suppliers_order_ended'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__isnull', True), ('state__in', ['approved', 'sent', 'acknowledged', 'partly_received']), _connector='OR'), name='suppliers_order_waits'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.CheckConstraint(condition=models.Q(('duty__gte', 0), ('freight__gte', 0)), name='suppliers_order_charges'),
        ),
        migrations.AddConstraint(
            model_name='purchaseorder',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', 'reorder'), ('state', 'proposed')), fields=('supplier', 'warehouse'), name='suppliers_order_one_proposal'),
        ),
        migrations.AddIndex(
            model_name='catalogueitem',
            index=models.Index(fields=['sku'], name='suppliers_item_sku'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.UniqueConstraint(fields=('supplier', 'code'), name='suppliers_item_code_once'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.UniqueConstraint(fields=('supplier', 'sku'), name='suppliers_item_sku_once'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.UniqueConstraint(condition=models.Q(('is_preferred', True)), fields=('sku',), name='suppliers_item_preferred_once'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('sku', ''), _negated=True)), name='suppliers_item_named'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='suppliers_item_cost'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_quantity__gte', 1), ('minimum_quantity__lte', 1000000), ('pack_size__gte', 1), ('pack_size__lte', 1000000), models.Q(('order_up_to__isnull', True), ('order_up_to__gte', 1), _connector='OR')), name='suppliers_item_terms'),
        ),
        migrations.AddConstraint(
            model_name='catalogueitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('in_stock__isnull', True), ('in_stock_or_more', False), ('seen_at__isnull', True)), models.Q(('in_stock__gte', 0), ('seen_at__isnull', False)), _connector='OR'), name='suppliers_item_in_stock'),
        ),
    ]
