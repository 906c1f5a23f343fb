"""Who calls: read from the access token alone, without asking the database."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

import jwt
from django.conf import settings
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from shop.kernel.context import go_on_as


@dataclass(frozen=True)
class Caller:
    """The customer in whose name a request is made, and the login session it belongs to."""

    customer_id: UUID
    session_id: UUID | None = None
    is_authenticated: bool = True


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`, signed by us and not expired."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        scheme, _, token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        caller = self._caller(token)
        go_on_as(f"customer:{caller.customer_id}")
        return caller, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def _caller(self, token: bytes) -> Caller:
        try:
            claims = jwt.decode(
                token.strip(),
                settings.JWT_SECRET,
                algorithms=["HS256"],
                options={"require": ["exp", "sub", "token_type"]},
            )
            if claims["token_type"] != "access":  # noqa: S105 - the kind of token, no password
                raise AuthenticationFailed("Use an access token here, not a refresh token.")
            return _caller(claims)
        except jwt.ExpiredSignatureError as error:
            raise AuthenticationFailed("The access token has expired: refresh it.") from error
        except (jwt.InvalidTokenError, ValueError) as error:
            raise AuthenticationFailed("The access token is not valid: log in again.") from error


def _caller(claims: dict[str, str]) -> Caller:
    session = claims.get("sid")
    return Caller(customer_id=UUID(claims["sub"]), session_id=UUID(session) if session else None)


def caller_session(request: Request) -> UUID | None:
    """The login session that the caller's access token was issued for, if it names one."""
    return cast(Caller, request.user).session_id


def caller_id(request: Request) -> UUID:
    """The calling customer's id. The endpoint requires authentication."""
    return cast(Caller, request.user).customer_id
