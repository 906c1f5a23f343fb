"""What is special about a SKU."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0006_allocation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', models.CharField(db_collation='C', max_length=255)),
                ('hold_minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reorder_point', models.IntegerField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'terms',
                'ordering': ['sku'],
                'constraints': [models.UniqueConstraint(fields=('sku',), name='inventory_terms_once', violation_error_message='This SKU has terms already: change those.'), models.CheckConstraint(condition=models.Q(('sku', ''), _negated=True), name='inventory_terms_named'), models.CheckConstraint(condition=models.Q(('hold_minutes__isnull', True), models.Q(('hold_minutes__gte', 1), ('hold_minutes__lte', 1440)), _connector='OR'), name='inventory_terms_hold', violation_error_message='A hold lasts 1 to 1,440 minutes.'), models.CheckConstraint(condition=models.Q(('reorder_point__isnull', True), models.Q(('reorder_point__gte', 0), ('reorder_point__lte', 1000000000)), _connector='OR'), name='inventory_terms_reorder_point', violation_error_message='A reorder point is a number of units, like 10.')],
            },
        ),
    ]
