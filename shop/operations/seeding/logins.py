"""The demo's logins, whose passwords everybody may know; no other shop gets them."""

from decimal import Decimal

from django.conf import settings
from django.contrib.auth import get_user_model

from apps.accounts.services import register_user
from apps.payments.services import credit_wallet
from shop.events.base import Money
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.logins import DEMO_LOGINS, SHOPPER, STAFF, DemoLogin
from shop.operations.roles import appoint, grant_roles
from shop.operations.seeding.phones import reach_by_phone

_WELCOME = Decimal(250)


def seed_logins() -> int:
    """Opens the accounts that are not there yet; returns how many those were."""
    grant_roles()
    users = get_user_model().objects
    missing = [login for login in DEMO_LOGINS if not users.filter(email=login.email).exists()]
    for login in missing:
        _open(login)
    return len(missing)


@unit_of_work
def _open(login: DemoLogin) -> None:
    if login is STAFF:
        users = get_user_model().objects
        users.create_superuser(login.email, login.password, name=login.name)
        return
    user = register_user(
        email=login.email, password=login.password, name=login.name, phone=login.phone
    )
    if login.staff_role:
        appoint(email=login.email, roles=[login.staff_role])
    if login is SHOPPER:
        reach_by_phone(
            customer_id=user.customer_id, name=user.name, email=user.email, phone=user.phone
        )
        credit_wallet(
            customer_id=user.customer_id,
            amount=Money(amount=_WELCOME, currency=settings.CURRENCY),
            reason="promotion",
            key="welcome",
        )
