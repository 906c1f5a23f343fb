from django.db import models
from django.db.models import Q

from shop.kernel import clock
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from shop.kernel.models.jobs import Job

LONGEST_NOTE = 200
PROVIDER_NAME = r"[a-z0-9][a-z0-9-]{0,31}"


class CallbackState(models.TextChoices):
    RECEIVED = "received"
    UNDERSTOOD = "understood"
    IGNORED = "ignored"


_WAITS = Q(state=CallbackState.RECEIVED)


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
                condition=Q(state__in=CallbackState.values),
            ),
            models.CheckConstraint(
                name="%(class)s_provider_named",
                condition=Q(provider__regex=f"^{PROVIDER_NAME}$"),
            ),
            models.CheckConstraint(
                name="%(class)s_waits_until_read",
                condition=(_WAITS & Q(due_at__isnull=False)) | (~_WAITS & Q(due_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="%(class)s_note_of_ignored",
                condition=Q(note="") | Q(state=CallbackState.IGNORED),
            ),
        ]

    def __str__(self) -> str:
        return f"callback {self.provider} {self.id}"

    def understand(self) -> None:
        self._is_read(CallbackState.UNDERSTOOD)

    def ignore(self, note: str) -> None:
        self._is_read(CallbackState.IGNORED)
        # It may name an id as long as the firm likes, and must never be the reason to try for ever.
        self.note = note[:LONGEST_NOTE]

    def read_again(self) -> None:
        """Due at once, as if it had just come."""
        if self.state == CallbackState.RECEIVED:
            raise DomainError("It waits to be read, which happens as soon as the firm answers us.")
        self.state = CallbackState.RECEIVED
        self.note = ""
        self.fall_due()

    def _is_read(self, state: CallbackState) -> None:
        if self.state != CallbackState.RECEIVED:
            raise DomainError(f"It was read before and is {self.state}: have it read again first.")
        self.state = state
        self.finish()
