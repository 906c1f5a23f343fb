from django.db import models


class TimelineEntry(models.Model):
    """One thing that happened to an order, in whichever context; written once per event."""

    event_id = models.UUIDField(primary_key=True)
    order_id = models.UUIDField()
    event_type = models.CharField(max_length=120)
    sentence = models.TextField()
    actor = models.CharField(max_length=80)
    caused_by = models.UUIDField(null=True)
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["order_id", "happened_at", "event_id"], name="order_timeline_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
