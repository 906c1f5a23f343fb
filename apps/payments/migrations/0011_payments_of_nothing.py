"""An order of nothing is paid from the beginning."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0010_attempts_have_an_amount'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='payment',
            name='payment_above_zero',
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('amount', 0), models.Q(('state', 'open'), _negated=True)), _connector='OR'), name='payment_of_nothing_is_not_open'),
        ),
    ]
