"""Tax on top of prices, in parts, and rounded as declared; lines keep what their price says."""

import django.contrib.postgres.fields
from decimal import Decimal
from django.db import migrations, models


# As `shop.kernel.money` rounds: PostgreSQL rounds half away from zero as well.
_FILL_GROSS = """
UPDATE orders_orderline line SET gross = round(line.unit_price * line.quantity,
    CASE WHEN placed.currency IN ('JPY', 'KRW', 'VND', 'CLP') THEN 0
         WHEN placed.currency IN ('BHD', 'KWD', 'JOD', 'TND') THEN 3 ELSE 2 END)
FROM orders_order placed WHERE placed.id = line.order_id
"""
_SUM_OF = """
CREATE FUNCTION orders_sum_of(numbers numeric[]) RETURNS numeric
LANGUAGE sql IMMUTABLE AS 'SELECT coalesce(sum(number), 0) FROM unnest(numbers) AS number'
"""
_PARTS_ADD_UP = """
ALTER TABLE orders_taxrate ADD CONSTRAINT tax_rate_parts_add_up
    CHECK (part_rates = '{}' OR orders_sum_of(part_rates) = rate)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0011_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaxPolicy',
            fields=[
                ('country', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('prices_include_tax', models.BooleanField()),
                ('rounding', models.CharField(choices=[('line', 'line'), ('total', 'total'), ('part', 'part')], max_length=8)),
            ],
            options={
                'verbose_name_plural': 'tax policies',
            },
        ),
        migrations.AddField(
            model_name='order',
            name='tax_included',
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name='order',
            name='tax_rounding',
            field=models.CharField(choices=[('line', 'line'), ('total', 'total'), ('part', 'part')], db_default='line', default='line', max_length=8),
        ),
        migrations.AddField(
            model_name='orderline',
            name='gross',
            field=models.DecimalField(decimal_places=3, default=Decimal('0'), max_digits=14),
        ),
        migrations.AddField(
            model_name='taxrate',
            name='part_names',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, db_default=models.Value([], output_field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)), default=list, size=None),
        ),
        migrations.AddField(
            model_name='taxrate',
            name='part_rates',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=5, max_digits=6), blank=True, db_default=models.Value([], output_field=django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=5, max_digits=6), size=None)), default=list, size=None),
        ),
        migrations.RunSQL(_FILL_GROSS, migrations.RunSQL.noop),
        migrations.RunSQL(_SUM_OF, "DROP FUNCTION orders_sum_of"),
        migrations.RunSQL(
            _PARTS_ADD_UP, "ALTER TABLE orders_taxrate DROP CONSTRAINT tax_rate_parts_add_up"
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('tax_rounding__in', ['line', 'total', 'part'])), name='order_tax_rounding_known'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('gross__gte', 0), ('tax_amount__gte', 0)), name='order_line_amounts_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.CheckConstraint(condition=models.Q(('part_names__len', models.F('part_rates__len'))), name='tax_rate_parts_have_names'),
        ),
        migrations.AddConstraint(
            model_name='taxpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='tax_policy_country_written', violation_error_message='A country is written as ISO 3166-1 alpha-2, like DE.'),
        ),
        migrations.AddConstraint(
            model_name='taxpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('rounding__in', ['line', 'total', 'part'])), name='tax_policy_rounding_known'),
        ),
    ]
