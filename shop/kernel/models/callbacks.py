from django.db import models

from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models.jobs import Job

LONGEST_NOTE = 200


class CallbackState(models.TextChoices):
    RECEIVED = "received"
    UNDERSTOOD = "understood"
    IGNORED = "ignored"


class Callback(Job):
    """A message of an outside firm, kept exactly as it came; `note` says why it was ignored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=32)
    event_id = models.CharField(max_length=255)
    body = models.TextField()
    state = models.CharField(max_length=16, choices=CallbackState, default=CallbackState.RECEIVED)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    received_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta(Job.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="%(class)s_once"),
            models.CheckConstraint(
                name="%(class)s_state_known",
                condition=models.Q(state__in=CallbackState.values),
            ),
        ]

    def __str__(self) -> str:
        return f"callback {self.provider} {self.id}"

    def understand(self) -> None:
        self.state = CallbackState.UNDERSTOOD
        self.finish()

    def ignore(self, note: str) -> None:
        self.state = CallbackState.IGNORED
        # It may name an id as long as the firm likes, and must never be the reason to try for ever.
        self.note = note[:LONGEST_NOTE]
        self.finish()
