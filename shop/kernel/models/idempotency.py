from django.db import models
from django.db.models.functions import Now


class IdempotencyRecord(models.Model):
    """The answer that a caller's key got, written in the transaction of its effect."""

    caller = models.CharField(max_length=80)
    route = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    body_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "kernel_idempotency"
        constraints = [
            models.UniqueConstraint(fields=["key", "caller", "route"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
