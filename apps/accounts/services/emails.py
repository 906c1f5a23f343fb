"""An address counts once its owner has shown two things: the mailbox, and the account."""

from uuid import UUID

from django.db import IntegrityError
from django.views.decorators.debug import sensitive_variables

from apps.accounts.models import TokenKind, User
from apps.accounts.queries import account_of
from apps.accounts.rules.budgets import MAIL_TO_ADDRESS
from apps.accounts.rules.contacts import normalised_email
from apps.accounts.services.accounts import refused_address
from apps.accounts.services.checks import check_email, confirm_password
from apps.accounts.services.locks import locked_open_account
from apps.accounts.services.mailed_tokens import new_token, use_token, void_tokens
from apps.accounts.services.news import (
    tell_contact,
    tell_update,
    tell_verification,
    tell_verified,
)
from shop.kernel import limits
from shop.kernel.outbox.unit_of_work import unit_of_work

_EMAIL = ["email", "email_verified_at", "version"]


def ask_for_verification(*, customer_id: UUID) -> None:
    """Mails one more token to the account's address; nothing happens if it is verified.

    Raises NotFound for a closed account, LimitReached.
    """
    user = account_of(customer_id)
    if user.email_verified_at is None:
        limits.require(MAIL_TO_ADDRESS, user.email)
        _mail_token(customer_id=customer_id, email=user.email)


@sensitive_variables("password")
def ask_for_new_email(*, customer_id: UUID, email: str, password: str) -> None:
    """Mails a token to the new address, whoever has it; until it comes back, nothing changes.

    Raises InvalidInput for what is no address, WrongPassword, NotFound, LimitReached.
    """
    user = account_of(customer_id)
    wanted = normalised_email(email)
    check_email(wanted)
    confirm_password(password, user, field="password")
    limits.require(MAIL_TO_ADDRESS, wanted)
    _mail_token(customer_id=customer_id, email=wanted)


@sensitive_variables("secret")
def verify_email(*, customer_id: UUID, secret: str) -> User:
    """The address that the token was mailed to is the account's own from now on.

    Only its own account takes a token: else a stranger could open one with somebody's address, and
    have its owner verify it. Raises TokenRefused, NotFound, EmailTaken if another account has the
    address by now.
    """
    try:
        return _verify(customer_id=customer_id, secret=secret)
    except IntegrityError as error:
        raise refused_address(error) from error


@unit_of_work
def _mail_token(*, customer_id: UUID, email: str) -> None:
    user = locked_open_account(customer_id)
    secret = new_token(user=user, kind=TokenKind.EMAIL_VERIFICATION, email=email)
    tell_verification(user, email=email, secret=secret)


@unit_of_work
def _verify(*, customer_id: UUID, secret: str) -> User:
    user = locked_open_account(customer_id)
    token = use_token(secret, user=user, kind=TokenKind.EMAIL_VERIFICATION)
    is_new = token.email != user.email
    user.prove_email(token.email)
    user.save(update_fields=_EMAIL)
    if is_new:
        # What was mailed to the old mailbox must not open the account any more.
        void_tokens(user, kinds=tuple(TokenKind))
        tell_contact(user)
    tell_verified(user)
    tell_update(user)
    return user
