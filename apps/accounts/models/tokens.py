from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.accounts.models.users import User
from apps.accounts.rules import contacts
from shop.kernel import clock
from shop.kernel.identity import new_id


class TokenKind(models.TextChoices):
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind, not a secret
    EMAIL_VERIFICATION = "email_verification"


class MailedToken(models.Model):
    """A secret that was mailed to `email`; whoever brings it back reads that mailbox.

    Only its SHA-256 is kept. The row goes with its use. A user has a few slots for each kind, so
    that an older mail still works when a newer one was asked for, but not for ever more of them.
    """

    SLOTS: ClassVar = 3

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mailed_tokens")
    kind = models.CharField(max_length=24, choices=TokenKind)
    slot = models.PositiveSmallIntegerField()
    email = models.CharField(max_length=contacts.LONGEST_EMAIL)
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "slot"], name="mailed_token_slot_once"),
            models.CheckConstraint(name="mailed_token_few", condition=Q(slot__gte=0, slot__lt=3)),
            models.CheckConstraint(
                name="mailed_token_kind_known", condition=Q(kind__in=TokenKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"mailed token {self.id}"

    def is_good(self) -> bool:
        return clock.now() < self.expires_at


class ResetAsk(models.Model):
    """Somebody forgot the password of an account with this address, if there is one.

    It is looked for later, so that asking takes as long for an address that nobody has.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=contacts.LONGEST_EMAIL)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"reset ask {self.id}"
