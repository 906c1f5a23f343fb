from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from apps.accounts.models.users import User
from apps.accounts.rules import contacts
from apps.accounts.rules.tokens import TokenPair, issued_tokens
from shop.kernel import clock
from shop.kernel.identity import new_id


class RevokeReason(models.TextChoices):
    LOGGED_OUT = "logged_out"
    LOGGED_OUT_EVERYWHERE = "logged_out_everywhere"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason, not a secret
    ACCOUNT_CLOSED = "account_closed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a secret


class RefreshOutcome(StrEnum):
    """What became of one attempt to refresh."""

    ROTATED = "rotated"
    SUPERSEDED = "superseded"
    REUSED = "reused"
    ENDED = "ended"


class LoginSession(models.Model):
    """One device that is signed in, and the family of refresh tokens that it went through.

    Only the newest refresh token is good, and only once. An older one in use means that two
    parties hold tokens of the family, so the whole session ends. One exception: the token before
    the newest, within `TWIN_GRACE` of the exchange, is taken for the twin of a doubled request. It
    gets no tokens, but the session lives on; a thief gains nothing by it.
    """

    TWIN_GRACE: ClassVar = timedelta(seconds=10)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_sessions")
    current_refresh = models.UUIDField(default=new_id)
    previous_refresh = models.UUIDField(null=True, blank=True)
    user_agent = models.CharField(max_length=contacts.LONGEST_DEVICE, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=24, blank=True, choices=RevokeReason)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="login_session_reason_known",
                condition=models.Q(revoke_reason__in=["", *RevokeReason.values]),
            ),
            models.CheckConstraint(
                name="login_session_revoked_why",
                condition=models.Q(revoked_at__isnull=True, revoke_reason="")
                | models.Q(revoked_at__isnull=False) & ~models.Q(revoke_reason=""),
            ),
            models.CheckConstraint(
                name="login_session_ends_later",
                condition=models.Q(expires_at__gt=models.F("last_used_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"login session {self.id}"

    def rotate(self, presented: object) -> RefreshOutcome:
        """Exchanges the refresh token `presented` (its id), or says why not.

        Save the session whatever the outcome: a reused token has revoked it.
        """
        if not self._is_open():
            return RefreshOutcome.ENDED
        if presented == self.current_refresh:
            self._exchange()
            return RefreshOutcome.ROTATED
        if presented == self.previous_refresh and self._was_just_used():
            return RefreshOutcome.SUPERSEDED
        self.revoke(RevokeReason.TOKEN_REUSED)
        return RefreshOutcome.REUSED

    def revoke(self, reason: RevokeReason) -> None:
        """Ends the session; the first reason stays."""
        if self.revoked_at is None:
            self.revoked_at = clock.now()
            self.revoke_reason = reason

    def tokens(self) -> TokenPair:
        """The newest tokens of this session."""
        return issued_tokens(
            customer_id=self.user_id,
            session_id=self.id,
            refresh_id=self.current_refresh,
            at=self.last_used_at,
        )

    def _is_open(self) -> bool:
        return self.revoked_at is None and clock.now() < self.expires_at and self.user.is_active

    def _was_just_used(self) -> bool:
        return clock.now() - self.last_used_at < self.TWIN_GRACE

    def _exchange(self) -> None:
        self.previous_refresh = self.current_refresh
        self.current_refresh = new_id()
        self.last_used_at = clock.now()
        self.expires_at = self.last_used_at + settings.REFRESH_TOKEN_LIFETIME
