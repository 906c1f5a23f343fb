from django.db import migrations, models

# Until now every attempt was to bring all that was due.
_ALL_OF_IT = """
UPDATE payments_paymentattempt attempt SET amount = payment.amount
FROM payments_payment payment WHERE payment.id = attempt.payment_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0009_attempts_name_their_gateway"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="amount",
            field=models.DecimalField(decimal_places=3, max_digits=14, null=True),
        ),
        migrations.RunSQL(_ALL_OF_IT, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="paymentattempt",
            name="amount",
            field=models.DecimalField(decimal_places=3, max_digits=14),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="attempt_above_zero"
            ),
        ),
    ]
