"""What takes something off prices, and what it took off which order."""
import apps.orders.models.periods
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0012_taxes_by_place'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderDiscount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14)),
            ],
        ),
        migrations.CreateModel(
            name='Promotion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('percentage', 'percentage'), ('fixed', 'fixed'), ('buy_get', 'buy_get'), ('free_shipping', 'free_shipping')], max_length=16)),
                ('percent', models.DecimalField(decimal_places=5, default=Decimal('0'), max_digits=6)),
                ('amount', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('buy', models.PositiveSmallIntegerField(default=0)),
                ('get', models.PositiveSmallIntegerField(default=0)),
                ('minimum', models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14)),
                ('skus', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('products', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('tax_classes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None)),
                ('members_only', models.BooleanField(default=False)),
                ('needs_voucher', models.BooleanField(default=False)),
                ('stacks', models.BooleanField(default=True)),
                ('priority', models.SmallIntegerField(default=0)),
                ('valid_during', django.contrib.postgres.fields.ranges.DateTimeRangeField(default=apps.orders.models.periods.always)),
            ],
        ),
        migrations.AddField(
            model_name='order',
            name='discount_total',
            field=models.DecimalField(db_default=Decimal('0'), decimal_places=3, default=Decimal('0'), max_digits=14),
        ),
        migrations.AddField(
            model_name='order',
            name='shipping_discount',
            field=models.DecimalField(db_default=Decimal('0'), decimal_places=3, default=Decimal('0'), max_digits=14),
        ),
        migrations.AddField(
            model_name='orderline',
            name='discount',
            field=models.DecimalField(db_default=Decimal('0'), decimal_places=3, default=Decimal('0'), max_digits=14),
        ),
        migrations.AddField(
            model_name='orderline',
            name='offer_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('discount_total__gte', 0), ('shipping_discount__gte', 0)), name='order_discounts_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('discount__gte', 0), ('discount__lte', models.F('gross'))), name='order_line_discount_within_gross'),
        ),
        migrations.AddField(
            model_name='orderdiscount',
            name='line',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='discounts', to='orders.orderline'),
        ),
        migrations.AddField(
            model_name='orderdiscount',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discounts', to='orders.order'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['percentage', 'fixed', 'buy_get', 'free_shipping'])), name='promotion_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'percentage'), _negated=True), models.Q(('percent__gt', 0), ('percent__lte', 1), ('amount', 0), ('buy', 0), ('get', 0)), _connector='OR'), name='promotion_percentage'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'fixed'), _negated=True), models.Q(('amount__gt', 0), models.Q(('currency', ''), _negated=True), ('buy', 0), ('get', 0), ('percent', 0)), _connector='OR'), name='promotion_fixed'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'buy_get'), _negated=True), models.Q(('buy__gt', 0), ('get__gt', 0), ('amount', 0), ('percent', 0)), _connector='OR'), name='promotion_buy_get'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'free_shipping'), _negated=True), models.Q(('amount', 0), ('buy', 0), ('get', 0), ('percent', 0)), _connector='OR'), name='promotion_free_shipping'),
        ),
        migrations.AddConstraint(
            model_name='promotion',
            constraint=models.CheckConstraint(condition=models.Q(('minimum', 0), models.Q(('minimum__gt', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='promotion_minimum_in_a_currency'),
        ),
        migrations.AddField(
            model_name='orderdiscount',
            name='promotion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.promotion'),
        ),
        migrations.AddConstraint(
            model_name='orderdiscount',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='order_discount_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='orderdiscount',
            constraint=models.UniqueConstraint(fields=('order', 'line', 'promotion'), name='order_discount_once', nulls_distinct=False),
        ),
    ]
