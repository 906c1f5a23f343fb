from django.db import models
from django.db.models.functions import Now


class CustomerKey(models.Model):
    """The key that one customer's personal data is encrypted with, wrapped."""

    customer_id = models.UUIDField(primary_key=True)
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_customer_key"

    def __str__(self) -> str:
        return f"key of customer {self.customer_id}"
