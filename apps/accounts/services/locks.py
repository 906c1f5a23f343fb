from uuid import UUID

from apps.accounts.models import User
from shop.kernel.errors import NotFound


def locked_account(customer_id: UUID) -> User:
    """The account, locked, whatever became of it. Raises NotFound if there never was one."""
    user = User.objects.select_for_update().filter(pk=customer_id).first()
    if user is None:
        raise NotFound("There is no such account.")
    return user


def locked_open_account(customer_id: UUID) -> User:
    """The account, locked. Raises NotFound for one that was closed, too."""
    user = locked_account(customer_id)
    if not user.is_active:
        raise NotFound("This account was closed.")
    return user
