"""A member's address book. Its member's row is the lock of the whole book."""

from dataclasses import asdict
from uuid import UUID

from apps.accounts.models import SavedAddress, User
from apps.accounts.rules.contacts import TypedAddress
from apps.accounts.rules.refusals import TooManyAddresses
from apps.accounts.services.checks import check_fields
from apps.accounts.services.locks import locked_open_account
from apps.accounts.services.news import tell_update
from shop.kernel.errors import NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.kernel.postal_codes import confirm_postal_code

MOST_ADDRESSES = 20


@unit_of_work
def add_address(*, customer_id: UUID, address: TypedAddress) -> SavedAddress:
    """One more address; the first one is filled in by itself from now on.

    Raises NotFound for a closed account, InvalidInput naming the field, TooManyAddresses.
    """
    user = locked_open_account(customer_id)
    known = user.addresses.count()
    if known >= MOST_ADDRESSES:
        raise TooManyAddresses(f"There are {known} addresses already: delete one first.")
    saved = SavedAddress(user=user, is_default=known == 0, **asdict(address))
    _check(saved)
    saved.save(force_insert=True)
    tell_update(user)
    return saved


@unit_of_work
def change_address(*, customer_id: UUID, address_id: UUID, address: TypedAddress) -> SavedAddress:
    """Replaces what the address says. Raises as `add_address`; NotFound for a stranger's one."""
    user = locked_open_account(customer_id)
    saved = _own_address(user, address_id)
    typed = asdict(address)
    for field, value in typed.items():
        setattr(saved, field, value)
    _check(saved)
    saved.save(update_fields=list(typed))
    tell_update(user)
    return saved


@unit_of_work
def prefer_address(*, customer_id: UUID, address_id: UUID) -> SavedAddress:
    """This one is filled in by itself from now on. Raises NotFound."""
    user = locked_open_account(customer_id)
    saved = _own_address(user, address_id)
    if not saved.is_default:
        user.addresses.filter(is_default=True).update(is_default=False)
        _make_default(saved)
        tell_update(user)
    return saved


@unit_of_work
def remove_address(*, customer_id: UUID, address_id: UUID) -> None:
    """The address is gone; if it was the default, the oldest other one is now. Raises NotFound."""
    user = locked_open_account(customer_id)
    saved = _own_address(user, address_id)
    saved.delete()
    oldest = user.addresses.order_by("created_at", "pk").first()
    if saved.is_default and oldest is not None:
        _make_default(oldest)
    tell_update(user)


def _check(saved: SavedAddress) -> None:
    check_fields(saved)
    confirm_postal_code(saved.postal_code, country=saved.country)


def _own_address(user: User, address_id: UUID) -> SavedAddress:
    saved = user.addresses.filter(pk=address_id).first()
    if saved is None:
        raise NotFound("There is no such address in your address book.")
    return saved


def _make_default(saved: SavedAddress) -> None:
    saved.is_default = True
    saved.save(update_fields=["is_default"])
