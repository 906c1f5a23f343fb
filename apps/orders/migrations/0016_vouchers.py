"""Codes for promotions, and the orders that use them."""

import apps.orders.models.periods
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0015_returns'),
    ]

    operations = [
        migrations.AddField(
            model_name='cart',
            name='voucher_code',
            field=models.CharField(blank=True, db_default='', max_length=40),
        ),
        migrations.AddField(
            model_name='order',
            name='voucher_code',
            field=models.CharField(blank=True, db_default='', max_length=40),
        ),
        migrations.AddField(
            model_name='orderdiscount',
            name='voucher_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='orderdiscount',
            name='promotion',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.promotion'),
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('slots', models.PositiveIntegerField(blank=True, null=True)),
                ('once_per_customer', models.BooleanField(default=False)),
                ('valid_during', django.contrib.postgres.fields.ranges.DateTimeRangeField(default=apps.orders.models.periods.always)),
                ('promotion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='orders.promotion')),
            ],
        ),
        migrations.CreateModel(
            name='VoucherSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(null=True)),
                ('customer_id', models.UUIDField(null=True)),
                ('once', models.BooleanField(default=False)),
                ('order', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voucher_slot', to='orders.order')),
                ('voucher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='orders.voucher')),
            ],
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z0-9][A-Z0-9-]{2,39}$')), name='voucher_code_written'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('slots', None), ('slots__gt', 0), _connector='OR'), name='voucher_slots_above_zero'),
        ),
        migrations.AddIndex(
            model_name='voucherslot',
            index=models.Index(condition=models.Q(('order', None)), fields=['voucher', 'number'], name='voucher_slot_free'),
        ),
        migrations.AddConstraint(
            model_name='voucherslot',
            constraint=models.UniqueConstraint(fields=('voucher', 'number'), name='voucher_slot_number_once'),
        ),
        migrations.AddConstraint(
            model_name='voucherslot',
            constraint=models.UniqueConstraint(condition=models.Q(('once', True)), fields=('voucher', 'customer_id'), name='voucher_once_a_customer'),
        ),
        migrations.AddConstraint(
            model_name='voucherslot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('customer_id', None), ('order', None)), models.Q(('customer_id__isnull', False), ('order__isnull', False)), _connector='OR'), name='voucher_slot_is_an_order_of_a_customer'),
        ),
        migrations.AddConstraint(
            model_name='voucherslot',
            constraint=models.CheckConstraint(condition=models.Q(('number__isnull', False), ('order__isnull', False), _connector='OR'), name='voucher_slot_numbered_or_used'),
        ),
    ]
