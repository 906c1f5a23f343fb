from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.views.decorators.debug import sensitive_variables
from psycopg.errors import UniqueViolation

from apps.accounts.models import RevokeReason, User
from apps.accounts.rules.contacts import normalised_email
from apps.accounts.rules.refusals import EmailTaken, WeakPassword
from apps.accounts.services.sessions import revoke_sessions
from shop.events.accounts import CustomerContactChanged, UserRegistered
from shop.kernel.bus import publish
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

_ADDRESS_ONCE = "accounts_user_email_key"


@sensitive_variables("password")
def register_user(
    *, email: str, password: str, name: str, phone: str = "", locale: str = "en"
) -> User:
    """Opens an account.

    Raises InvalidInput naming the field, WeakPassword, or EmailTaken.
    """
    user = User(
        email=normalised_email(email), name=name.strip(), phone=phone.strip(), locale=locale
    )
    _check_fields(user)
    _check_password(password, user)
    # Hashing is slow on purpose, so it comes before the transaction begins.
    user.set_password(password)
    try:
        return _open_account(user)
    except IntegrityError as error:
        if not _is_about_the_address(error):
            raise
        raise EmailTaken(
            "There is an account with this mail address already: log in instead."
        ) from error


@unit_of_work
def change_contact(
    *,
    customer_id: UUID,
    name: str | None = None,
    phone: str | None = None,
    locale: str | None = None,
) -> User:
    """Changes what is given.

    Raises NotFound for a closed account, InvalidInput naming the field.
    """
    user = _locked_account(customer_id)
    if not user.is_active:
        raise NotFound("This account was closed.")
    user.change_contact(name=name, phone=phone, locale=locale)
    _check_fields(user)
    user.save(update_fields=["name", "phone", "locale"])
    _publish_contact(user)
    return user


@unit_of_work
def close_account(*, customer_id: UUID) -> None:
    """Nobody can sign in to the account any more, and every device is signed out."""
    user = _locked_account(customer_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    revoke_sessions(customer_id=customer_id, reason=RevokeReason.ACCOUNT_CLOSED)


@unit_of_work
def reopen_account(*, customer_id: UUID) -> None:
    """The owner may sign in again."""
    user = _locked_account(customer_id)
    user.is_active = True
    user.save(update_fields=["is_active"])


@unit_of_work
def _open_account(user: User) -> User:
    user.save(force_insert=True)
    publish(UserRegistered(customer_id=user.customer_id, email=user.email, name=user.name))
    _publish_contact(user)
    return user


def _publish_contact(user: User) -> None:
    publish(
        CustomerContactChanged(
            customer_id=user.customer_id,
            name=user.name,
            email=user.email,
            phone=user.phone,
            locale=user.locale,
        )
    )


def _locked_account(customer_id: UUID) -> User:
    user = User.objects.select_for_update().filter(pk=customer_id).first()
    if user is None:
        raise NotFound("There is no such account.")
    return user


def _check_fields(user: User) -> None:
    try:
        user.clean_fields(exclude={"password"})
    except ValidationError as error:
        sentences = [f"{field}: {' '.join(said)}" for field, said in error.message_dict.items()]
        raise InvalidInput(" ".join(sentences), details={"fields": error.message_dict}) from error


@sensitive_variables("password")
def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise WeakPassword(sentence, details={"fields": {"password": error.messages}}) from error


def _is_about_the_address(error: IntegrityError) -> bool:
    cause = error.__cause__
    return isinstance(cause, UniqueViolation) and cause.diag.constraint_name == _ADDRESS_ONCE
