"""JSON Web Tokens (RFC 7519), signed with HS256 by `settings.JWT_SECRET`.

An access token is believed without a look into the database until it expires. A refresh token only
names a login session and the one exchange it is good for; whether that is still to come is decided
by the session's row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import jwt
from django.conf import settings

from apps.accounts.rules.refusals import RefreshRefused
from shop.kernel.identity import new_id

_ALGORITHM = "HS256"
_ACCESS = "access"
_REFRESH = "refresh"


@dataclass(frozen=True, kw_only=True)
class TokenPair:
    """What a client keeps; `expires_in` is the access token's life in seconds."""

    customer_id: UUID
    access: str
    refresh: str
    expires_in: int


@dataclass(frozen=True, kw_only=True)
class RefreshClaims:
    """Which exchange of which login session a refresh token is good for."""

    session_id: UUID
    token_id: UUID


def issued_tokens(
    *, customer_id: UUID, session_id: UUID, refresh_id: UUID, at: datetime
) -> TokenPair:
    """A new access token, and the session's refresh token `refresh_id`."""
    about: dict[str, object] = {"sub": str(customer_id), "sid": str(session_id), "iat": at}
    lifetime: timedelta = settings.ACCESS_TOKEN_LIFETIME
    return TokenPair(
        customer_id=customer_id,
        access=_signed(about, kind=_ACCESS, token_id=new_id(), expires=at + lifetime),
        refresh=_signed(
            about,
            kind=_REFRESH,
            token_id=refresh_id,
            expires=at + settings.REFRESH_TOKEN_LIFETIME,
        ),
        expires_in=int(lifetime.total_seconds()),
    )


def read_refresh_token(token: str) -> RefreshClaims:
    """What the token claims. Raises RefreshRefused unless it is one that was signed here.

    Its age is not looked at: the session's own `expires_at` counts.
    """
    try:
        claims = jwt.decode(
            token,
            settings.JWT_SECRET,
            algorithms=[_ALGORITHM],
            options={
                "require": ["sid", "jti", "token_type"],
                "verify_exp": False,
                "verify_iat": False,
            },
        )
        if claims["token_type"] != _REFRESH:
            raise RefreshRefused("Send the refresh token here, not the access token.")
        return RefreshClaims(session_id=UUID(claims["sid"]), token_id=UUID(claims["jti"]))
    except (jwt.InvalidTokenError, ValueError) as error:
        raise RefreshRefused("The refresh token is not valid: log in again.") from error


def _signed(about: dict[str, object], *, kind: str, token_id: UUID, expires: datetime) -> str:
    claims = {**about, "token_type": kind, "jti": str(token_id), "exp": expires}
    return jwt.encode(claims, settings.JWT_SECRET, algorithm=_ALGORITHM)
