"""Numbered tickets."""
import django.contrib.postgres.constraints
import django.db.models.functions.datetime
import shop.kernel.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0012_expected_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(default=shop.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('warehouse', models.CharField(db_collation='C', max_length=32)),
                ('number', models.PositiveIntegerField()),
                ('seat', models.CharField(blank=True, default='', max_length=20)),
                ('state', models.CharField(choices=[('available', 'Available'), ('reserved', 'Reserved'), ('sold', 'Sold')], default='available', max_length=16)),
                ('order_id', models.UUIDField(blank=True, null=True)),
                ('line_id', models.UUIDField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'ordering': ['sku', 'number'],
                'permissions': [('admit_ticket', 'Can let people in at the door')],
            },
        ),
        migrations.AddField(
            model_name='hold',
            name='ticketed',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='stock',
            name='ticketed',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=models.UniqueConstraint(condition=models.Q(('ticketed', True)), fields=('sku',), name='inventory_stock_tickets_in_one_place'),
        ),
        migrations.AddConstraint(
            model_name='stock',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('sku', '='), ('ticketed', '<>')], name='inventory_stock_tickets_or_goods'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('order_id__isnull', False)), fields=['order_id'], name='inventory_ticket_order'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state', 'available')), fields=['sku', 'number'], name='inventory_ticket_available'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='inventory_ticket_number'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(fields=('sku', 'number'), name='inventory_ticket_number_once'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(condition=models.Q(('seat', ''), _negated=True), fields=('sku', 'seat'), name='inventory_ticket_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('line_id__isnull', True), ('order_id__isnull', True), ('state', 'available')), models.Q(('line_id__isnull', False), ('order_id__isnull', False), ('state__in', ['reserved', 'sold'])), _connector='OR'), name='inventory_ticket_of_one_line'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('used_at__isnull', True), ('state', 'sold'), _connector='OR'), name='inventory_ticket_used_when_sold'),
        ),
    ]
