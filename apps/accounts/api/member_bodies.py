"""What goes in and out of the endpoints about the caller's own account."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from apps.accounts.api.bodies import Email, Password, Token
from shop.kernel.api.bodies import Answer, Body

Line = Annotated[str, Meta(min_length=1, max_length=200)]


class ProfileInput(Body, kw_only=True):
    """What is to change; what is left out stays."""

    example = {"name": "Ada Byron", "phone": "+494012345"}

    name: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    phone: Annotated[str, Meta(max_length=32)] | UnsetType = UNSET
    locale: Annotated[str, Meta(max_length=10)] | UnsetType = UNSET
    wants_news: bool | UnsetType = UNSET


class AccountOutput(Answer, kw_only=True):
    """The caller's own account."""

    customer_id: UUID
    email: str
    is_email_verified: bool
    name: str
    phone: str
    locale: str
    wants_news: bool
    version: int
    created_at: datetime


class LeaveInput(Body, kw_only=True):
    """Proof that it is the member who wants to be forgotten."""

    example = {"password": "analytical engine"}

    password: Password


class SavedAddressInput(Body, kw_only=True):
    """Where parcels may go; `country` is ISO 3166-1 alpha-2."""

    example = {
        "name": "Ada Byron",
        "line1": "Hafenstrasse 1",
        "postal_code": "20457",
        "city": "Hamburg",
        "country": "DE",
    }

    name: Line
    line1: Line
    line2: Annotated[str, Meta(max_length=200)] = ""
    postal_code: Annotated[str, Meta(min_length=1, max_length=20)]
    city: Line
    country: Annotated[str, Meta(min_length=2, max_length=2)]


class AddressOutput(Answer, kw_only=True):
    """One of the caller's addresses; the default one is filled in by itself."""

    id: UUID
    name: str
    line1: str
    line2: str
    postal_code: str
    city: str
    country: str
    is_default: bool


class AddressesOutput(Answer, kw_only=True):
    """The whole address book, the default address first."""

    addresses: list[AddressOutput]


class SessionOutput(Answer, kw_only=True):
    """One device that is signed in; `is_current` is the one that asks."""

    id: UUID
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_current: bool


class SessionsOutput(Answer, kw_only=True):
    """All devices that are signed in."""

    sessions: list[SessionOutput]


class DeviceOutput(Answer, kw_only=True):
    """A device that is or was signed in."""

    id: UUID
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class ExportOutput(Answer, kw_only=True):
    """All that accounts knows of the caller."""

    profile: AccountOutput
    addresses: list[AddressOutput]
    devices: list[DeviceOutput]


class PasswordInput(Body, kw_only=True):
    """The password as it is, and as it shall be."""

    example = {"current_password": "analytical engine", "new_password": "difference engine"}

    current_password: Password
    new_password: Password


class ForgottenInput(Body, kw_only=True):
    """Whose password was forgotten."""

    example = {"email": "ada@example.com"}

    email: Email


class ResetInput(Body, kw_only=True):
    """The token that was mailed, and the new password."""

    example = {"token": "the token of the mail", "new_password": "difference engine"}

    token: Token
    new_password: Password


class NewEmailInput(Body, kw_only=True):
    """Where mail shall go once the new mailbox is shown to be the caller's."""

    example = {"email": "countess@example.com", "password": "analytical engine"}

    email: Email
    password: Password


class VerificationInput(Body, kw_only=True):
    """The token that was mailed."""

    example = {"token": "the token of the mail"}

    token: Token
