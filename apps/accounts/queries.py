"""What accounts can be asked."""

from uuid import UUID

from django.contrib.auth import authenticate
from django.db.models import QuerySet

from apps.accounts.models import LoginSession, User
from apps.accounts.rules.refusals import WrongCredentials
from shop.kernel import clock
from shop.kernel.errors import NotFound


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
