"""What accounts can be asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import authenticate
from django.db.models import QuerySet

from apps.accounts.models import LoginSession, SavedAddress, User
from apps.accounts.rules.refusals import WrongCredentials
from shop.kernel import clock
from shop.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A member, as pages show and fill in."""

    customer_id: UUID
    email: str
    is_email_verified: bool
    name: str
    phone: str
    locale: str
    wants_news: bool
    version: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShownAddress:
    """One of a member's addresses. `country` is ISO 3166-1 alpha-2."""

    id: UUID
    name: str
    line1: str
    line2: str
    postal_code: str
    city: str
    country: str
    is_default: bool


@dataclass(frozen=True, kw_only=True)
class ShownDevice:
    """A device that is or was signed in."""

    id: UUID
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Export:
    """All that accounts knows of a member (GDPR, article 15)."""

    profile: Profile
    addresses: tuple[ShownAddress, ...]
    devices: tuple[ShownDevice, ...]


def profile_of(customer_id: UUID) -> Profile | None:
    """The member's profile; None for guests and closed accounts."""
    user = User.objects.filter(pk=customer_id, is_active=True).first()
    return shown_profile(user) if user else None


def addresses_of(customer_id: UUID) -> tuple[ShownAddress, ...]:
    """The member's addresses, the default one first, then the oldest; of a guest none."""
    saved = SavedAddress.objects.filter(user_id=customer_id, user__is_active=True)
    return tuple(
        shown_address(address) for address in saved.order_by("-is_default", "created_at", "pk")
    )


def export_of(customer_id: UUID) -> Export:
    """Raises NotFound if there is no such account or it was closed."""
    devices = LoginSession.objects.filter(user_id=customer_id).order_by("-last_used_at")
    return Export(
        profile=shown_profile(account_of(customer_id)),
        addresses=addresses_of(customer_id),
        devices=tuple(_shown_device(session) for session in devices),
    )


def shown_profile(user: User) -> Profile:
    """The profile of a user who was read already."""
    return Profile(
        customer_id=user.customer_id,
        email=user.email,
        is_email_verified=user.email_verified_at is not None,
        name=user.name,
        phone=user.phone,
        locale=user.locale,
        wants_news=user.wants_news,
        version=user.version,
        created_at=user.created_at,
    )


def shown_address(saved: SavedAddress) -> ShownAddress:
    """An address that was read already."""
    return ShownAddress(
        id=saved.id,
        name=saved.name,
        line1=saved.line1,
        line2=saved.line2,
        postal_code=saved.postal_code,
        city=saved.city,
        country=saved.country,
        is_default=saved.is_default,
    )


def account_of(customer_id: UUID) -> User:
    """The customer's account. Raises NotFound if there is none or it was closed."""
    user = User.objects.filter(pk=customer_id, is_active=True).first()
    if user is None:
        raise NotFound("There is no such account any more: register or log in again.")
    return user


def user_with_password(*, email: str, password: str) -> User:
    """The active user with these credentials.

    Raises WrongCredentials; an unknown address takes as long as a wrong password.
    """
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        raise WrongCredentials("The mail address or the password is wrong.")
    return user


def open_sessions_of(customer_id: UUID) -> QuerySet[LoginSession]:
    """The devices that are signed in now, the one used last first."""
    live = LoginSession.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now())
    return live.filter(user_id=customer_id).order_by("-last_used_at")


def _shown_device(session: LoginSession) -> ShownDevice:
    return ShownDevice(
        id=session.id,
        user_agent=session.user_agent,
        created_at=session.created_at,
        last_used_at=session.last_used_at,
        expires_at=session.expires_at,
        revoked_at=session.revoked_at,
    )
