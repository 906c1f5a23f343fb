"""Secrets that travel by mail. All of this is a part of somebody else's unit of work.

Whoever calls has locked the user, so nobody else writes tokens of the same user meanwhile.
"""

from collections.abc import Collection

from django.db.models import Max

from apps.accounts.models import MailedToken, TokenKind, User
from apps.accounts.rules.refusals import TokenRefused
from apps.accounts.rules.secrets import LIFETIMES, kept_form, new_secret
from shop.kernel import clock


def new_token(*, user: User, kind: TokenKind, email: str) -> str:
    """A secret for that mailbox; it takes a free slot, or that of the oldest one."""
    secret = new_secret()
    MailedToken.objects.update_or_create(
        user=user,
        kind=kind,
        slot=_slot(user, kind),
        defaults={
            "email": email,
            "token_hash": kept_form(secret),
            "expires_at": clock.now() + LIFETIMES[kind],
            "created_at": clock.now(),
        },
    )
    return secret


def good_token(secret: str, *, kind: TokenKind) -> MailedToken:
    """The token that was mailed as `secret`. Raises TokenRefused."""
    hashed = kept_form(secret)
    token = MailedToken.objects.select_related("user").filter(kind=kind, token_hash=hashed).first()
    if token is None or not token.is_good() or not token.user.is_active:
        raise TokenRefused("This link was used before or is too old: ask for a new one.")
    return token


def use_token(secret: str, *, user: User, kind: TokenKind) -> MailedToken:
    """The user's token, which is gone from now on. Raises TokenRefused."""
    token = good_token(secret, kind=kind)
    if token.user_id != user.customer_id:
        raise TokenRefused("This link is for another account: sign in to that one.")
    token.delete()
    return token


def void_tokens(user: User, *, kinds: Collection[TokenKind]) -> None:
    """No mail of these kinds that is under way opens anything any more."""
    MailedToken.objects.filter(user=user, kind__in=kinds).delete()


def _slot(user: User, kind: TokenKind) -> int:
    tokens = MailedToken.objects.filter(user=user, kind=kind)
    used = dict(tokens.values_list("slot").annotate(Max("created_at")))
    free = [slot for slot in range(MailedToken.SLOTS) if slot not in used]
    return free[0] if free else min(used, key=lambda slot: used[slot])
