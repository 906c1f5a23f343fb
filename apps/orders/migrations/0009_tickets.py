"""Tickets and the seats that were picked."""
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0008_backorders'),
    ]

    operations = [
        migrations.AddField(
            model_name='cartline',
            name='seats',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=models.Value([], output_field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)), default=list, size=None),
        ),
        migrations.AddField(
            model_name='offer',
            name='sold_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='ticketed',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='orderline',
            name='gone_seats',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=models.Value([], output_field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)), default=list, size=None),
        ),
        migrations.AddField(
            model_name='orderline',
            name='seats',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=models.Value([], output_field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)), default=list, size=None),
        ),
        migrations.AddField(
            model_name='orderline',
            name='ticketed',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='cartline',
            constraint=models.CheckConstraint(condition=models.Q(('seats__len__lte', models.F('quantity'))), name='cart_line_a_ticket_a_seat'),
        ),
    ]
