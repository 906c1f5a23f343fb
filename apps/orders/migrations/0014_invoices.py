"""Invoices, of which none can be missing, be changed, or have the number of another."""

import django.db.models.deletion
import django.db.models.expressions
import shop.kernel.identity
from django.db import migrations, models

FORWARD = """
ALTER TABLE orders_invoice ADD CONSTRAINT invoice_before_exists
    FOREIGN KEY (series, previous) REFERENCES orders_invoice (series, number);
CREATE TRIGGER orders_invoice_is_append_only BEFORE UPDATE OR DELETE ON orders_invoice
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER orders_credit_is_append_only BEFORE UPDATE OR DELETE ON orders_credit
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER orders_creditedline_is_append_only BEFORE UPDATE OR DELETE ON orders_creditedline
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""
UNDO = """
DROP TRIGGER orders_creditedline_is_append_only ON orders_creditedline;
DROP TRIGGER orders_credit_is_append_only ON orders_credit;
DROP TRIGGER orders_invoice_is_append_only ON orders_invoice;
ALTER TABLE orders_invoice DROP CONSTRAINT invoice_before_exists;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0002_outbox_event"),
        ('orders', '0013_promotions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.UUIDField(default=shop.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('invoice', 'invoice'), ('credit_note', 'credit_note')], max_length=16)),
                ('series', models.CharField(max_length=16)),
                ('number', models.PositiveIntegerField()),
                ('previous', models.PositiveIntegerField(blank=True, null=True)),
                ('total', models.DecimalField(decimal_places=3, max_digits=14)),
                ('tax', models.DecimalField(decimal_places=3, max_digits=14)),
                ('issued_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='InvoiceSeries',
            fields=[
                ('name', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='credit',
            name='credit_reason_known',
        ),
        migrations.AlterField(
            model_name='credit',
            name='reason',
            field=models.CharField(choices=[('undelivered', 'undelivered'), ('order_cancelled', 'order_cancelled')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='credit',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ('undelivered', 'order_cancelled'))), name='credit_reason_known'),
        ),
        migrations.AddField(
            model_name='invoice',
            name='credit',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='note', to='orders.credit'),
        ),
        migrations.AddField(
            model_name='invoice',
            name='invoice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credit_notes', to='orders.invoice'),
        ),
        migrations.AddField(
            model_name='invoice',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='orders.order'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(fields=('series', 'number'), name='invoice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'invoice')), fields=('order',), name='invoice_once_for_an_order'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('previous__isnull', True)), models.Q(('number__gt', 1), ('previous', django.db.models.expressions.CombinedExpression(models.F('number'), '-', models.Value(1))), ('previous__isnull', False)), _connector='OR'), name='invoice_follows_the_one_before'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('credit__isnull', True), ('invoice__isnull', True), ('kind', 'invoice')), models.Q(('credit__isnull', False), ('invoice__isnull', False), ('kind', 'credit_note')), _connector='OR'), name='invoice_or_credit_note'),
        ),
        migrations.RunSQL(FORWARD, reverse_sql=UNDO),
    ]
