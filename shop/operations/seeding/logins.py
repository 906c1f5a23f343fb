"""The demo's logins, whose passwords everybody may know; no other shop gets them."""

from django.contrib.auth import get_user_model

from apps.accounts.services import register_user
from shop.operations.logins import SHOPPER, STAFF


def seed_logins() -> int:
    """Opens the accounts that are not there yet; returns how many those were."""
    users = get_user_model().objects
    missing = [login for login in (STAFF, SHOPPER) if not users.filter(email=login.email).exists()]
    for login in missing:
        if login is STAFF:
            users.create_superuser(login.email, login.password, name="Harbour Keeper")
        else:
            register_user(email=login.email, password=login.password, name="Sam Fairwind")
    return len(missing)
