from uuid import UUID

from django.db import IntegrityError
from django.views.decorators.debug import sensitive_variables
from psycopg.errors import UniqueViolation

from apps.accounts.models import ErasureRequest, RevokeReason, TokenKind, User
from apps.accounts.rules.budgets import SIGN_UP_FROM_ADDRESS
from apps.accounts.rules.contacts import normalised_email
from apps.accounts.rules.refusals import EmailTaken
from apps.accounts.services.checks import check_fields, check_new_password
from apps.accounts.services.locks import locked_account, locked_open_account
from apps.accounts.services.mailed_tokens import new_token, void_tokens
from apps.accounts.services.news import tell_contact, tell_update, tell_verification
from apps.accounts.services.sessions import revoke_sessions
from shop.events.accounts import UserRegistered
from shop.kernel import limits
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

_ADDRESS_ONCE = "accounts_user_email_key"
_CONTACT = ("name", "phone", "locale")
_PROFILE = (*_CONTACT, "wants_news")


@sensitive_variables("password")
def register_user(
    *, email: str, password: str, name: str, phone: str = "", locale: str = "en"
) -> User:
    """Opens an account, and asks for its mail address to be verified.

    Raises InvalidInput naming the field, WeakPassword, or EmailTaken.
    """
    user = User(
        email=normalised_email(email), name=name.strip(), phone=phone.strip(), locale=locale
    )
    check_fields(user, left_out=frozenset({"password"}))
    check_new_password(password, user)
    # Hashing is slow on purpose, so it comes before the transaction begins.
    user.set_password(password)
    try:
        return _open_account(user)
    except IntegrityError as error:
        raise refused_address(error) from error


def admit_sign_up(*, address: str) -> None:
    """Counts one try to open an account. Raises LimitReached when there were too many."""
    if address:
        limits.require(SIGN_UP_FROM_ADDRESS, address)


def refused_address(error: IntegrityError) -> Exception:
    """EmailTaken if that is what the database says, otherwise its error as it is."""
    cause = error.__cause__
    if isinstance(cause, UniqueViolation) and cause.diag.constraint_name == _ADDRESS_ONCE:
        return EmailTaken(
            "There is an account with this mail address already: log in instead, or reset its"
            " password."
        )
    return error


@unit_of_work
def change_profile(
    *,
    customer_id: UUID,
    name: str | None = None,
    phone: str | None = None,
    locale: str | None = None,
    wants_news: bool | None = None,
    seen_version: int | None = None,
) -> User:
    """Changes what is given, and tells of it if it is a change.

    Raises NotFound for a closed account, InvalidInput naming the field, Outdated if the profile is
    not the one that was seen.
    """
    user = locked_open_account(customer_id)
    user.confirm_version(seen_version)
    before = {field: getattr(user, field) for field in _PROFILE}
    user.change_profile(name=name, phone=phone, locale=locale, wants_news=wants_news)
    check_fields(user, left_out=frozenset({"password"}))
    changed = {field for field, known in before.items() if getattr(user, field) != known}
    if changed:
        _keep_profile(user, changed)
    return user


@unit_of_work
def close_account(*, customer_id: UUID) -> None:
    """Nobody can sign in to the account any more, and every device is signed out."""
    shut(locked_account(customer_id))


def shut(user: User) -> None:
    """Closes the locked account, as a part of the open unit of work."""
    user.close()
    user.save(update_fields=["is_active", "signed_out_at"])
    void_tokens(user, kinds=tuple(TokenKind))
    revoke_sessions(customer_id=user.customer_id, reason=RevokeReason.ACCOUNT_CLOSED)


@unit_of_work
def reopen_account(*, customer_id: UUID) -> None:
    """The owner may sign in again, and will not be erased. Raises DomainError if that is done."""
    user = locked_account(customer_id)
    user.reopen()
    user.save(update_fields=["is_active"])
    ErasureRequest.objects.filter(user=user).delete()


@unit_of_work
def _open_account(user: User) -> User:
    user.save(force_insert=True)
    publish(UserRegistered(customer_id=user.customer_id, email=user.email, name=user.name))
    tell_contact(user)
    secret = new_token(user=user, kind=TokenKind.EMAIL_VERIFICATION, email=user.email)
    tell_verification(user, email=user.email, secret=secret)
    return user


def _keep_profile(user: User, changed: set[str]) -> None:
    user.version += 1
    user.save(update_fields=[*changed, "version"])
    if changed & set(_CONTACT):
        tell_contact(user)
    tell_update(user)
