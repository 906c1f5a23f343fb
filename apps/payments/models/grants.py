from django.db import models
from django.db.models.functions import Now

from apps.payments.models.payments import Payment
from shop.kernel.identity import new_id


class RefundGrant(models.Model):
    """So much of a paid order's money is the buyer's again, once for every credit of the order.

    Refunds bring it back: one for each attempt that has to give something.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="grants")
    credit_id = models.UUIDField(unique=True)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    reason = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="grant_above_zero", condition=models.Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"grant {self.id}"
