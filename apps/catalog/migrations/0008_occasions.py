"""When and where a product takes place."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0007_waiting'),
    ]

    operations = [
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='occasion', serialize=False, to='catalog.product')),
                ('kind', models.CharField(choices=[('course', 'Course'), ('event', 'Event')], max_length=16)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('time_zone', models.CharField(max_length=64)),
                ('venue', models.CharField(max_length=200)),
                ('address', models.CharField(blank=True, default='', max_length=400)),
            ],
        ),
        migrations.AddField(
            model_name='product',
            name='kind',
            field=models.CharField(choices=[('goods', 'Goods'), ('ticketed', 'Ticketed')], db_default='goods', default='goods', editable=False, max_length=16),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['goods', 'ticketed'])), name='product_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['course', 'event'])), name='occasion_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='occasion_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('venue', ''), _negated=True), models.Q(('time_zone', ''), _negated=True)), name='occasion_named'),
        ),
    ]
