"""Where warehouses are, and why an order gets its units from these."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0005_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='reservation',
            name='allocation',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='warehouse',
            name='country',
            field=models.CharField(blank=True, db_default='', default='', max_length=2),
        ),
        migrations.AddField(
            model_name='warehouse',
            name='postal_code',
            field=models.CharField(blank=True, db_default='', default='', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='warehouse',
            constraint=models.CheckConstraint(condition=models.Q(('country', ''), ('country__regex', '^[A-Z]{2}$'), _connector='OR'), name='inventory_warehouse_country', violation_error_message='A country is written as ISO 3166-1 alpha-2, like DE.'),
        ),
    ]
