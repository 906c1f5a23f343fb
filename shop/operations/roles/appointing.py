"""Who has which role. Staff sign in to the admin site with their own accounts."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def appoint(*, email: str, roles: Collection[str]) -> None:
    """Makes the account's owner a member of the staff with exactly these roles, one or more.

    Raises NotFound if there is no such account, InvalidInput for no role or an unknown one.
    """
    groups = list(Group.objects.filter(name__in=roles))
    if not groups or len(groups) < len(set(roles)):
        known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise InvalidInput(f"Give one or more of these roles: {known}.")
    user = _locked(email)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.set(groups)


@unit_of_work
def dismiss(*, email: str) -> None:
    """The account stays, but opens no admin page any more. Raises NotFound."""
    user = _locked(email)
    user.is_staff = False
    user.save(update_fields=["is_staff"])
    user.groups.clear()


def _locked(email: str) -> Any:
    users = get_user_model().objects.select_for_update()
    user = users.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise NotFound(f"Nobody has an open account with the address {email}: register it first.")
    return user
