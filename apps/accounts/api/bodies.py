"""What goes in and out where people sign in."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from shop.kernel.api.bodies import Answer, Body

Password = Annotated[str, Meta(min_length=1, max_length=256)]
Email = Annotated[str, Meta(min_length=1, max_length=254)]
Token = Annotated[str, Meta(min_length=1, max_length=4096)]


class RegisterInput(Body, kw_only=True):
    """Who wants an account."""

    example = {"email": "ada@example.com", "password": "analytical engine", "name": "Ada Byron"}

    email: Email
    password: Password
    name: Annotated[str, Meta(max_length=200)]
    phone: Annotated[str, Meta(max_length=32)] = ""
    locale: Annotated[str, Meta(max_length=10)] = "en"


class LoginInput(Body, kw_only=True):
    """Who wants to sign in."""

    example = {"email": "ada@example.com", "password": "analytical engine"}

    email: Email
    password: Password


class RefreshInput(Body, kw_only=True):
    """The newest refresh token of a session."""

    example = {"refresh": "the refresh token of the last answer"}

    refresh: Token


class TokensOutput(Answer, kw_only=True):
    """Tokens of a session; `expires_in` is the access token's life in seconds."""

    customer_id: UUID
    access: str
    refresh: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - the scheme's name, not a secret


class RegisteredOutput(Answer, kw_only=True):
    """The new account, already signed in."""

    customer_id: UUID
    email: str
    name: str
    access: str
    refresh: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - the scheme's name, not a secret
