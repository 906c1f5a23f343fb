"""A password is changed by whoever knows it, or set anew by whoever reads the mailbox."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.views.decorators.debug import sensitive_variables

from apps.accounts.models import ResetAsk, RevokeReason, TokenKind, User
from apps.accounts.queries import account_of
from apps.accounts.rules.budgets import (
    MAIL_ASKED_FROM_ADDRESS,
    MAIL_TO_ADDRESS,
    SIGN_IN_OF_ACCOUNT,
    TOKEN_FROM_ADDRESS,
)
from apps.accounts.rules.contacts import normalised_email
from apps.accounts.rules.refusals import WrongPassword
from apps.accounts.services.checks import check_email, check_new_password, confirm_password
from apps.accounts.services.locks import locked_open_account
from apps.accounts.services.mailed_tokens import good_token, new_token, use_token, void_tokens
from apps.accounts.services.news import tell_new_password, tell_reset, tell_verified
from apps.accounts.services.sessions import revoke_sessions
from shop.events.accounts import PasswordResetAsked
from shop.kernel import limits
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@sensitive_variables("current", "new")
def change_password(
    *, customer_id: UUID, current: str, new: str, kept_session: UUID | None = None
) -> User:
    """The account has a new password, and every device but the one of `kept_session` is signed out.

    Raises WrongPassword, WeakPassword, NotFound for a closed account, LimitReached.
    """
    user = account_of(customer_id)
    confirm_password(current, user, field="current_password")
    check_new_password(new, user)
    hashed = make_password(new)
    return _exchange_password(
        customer_id=customer_id, known=user.password, hashed=hashed, kept_session=kept_session
    )


def ask_for_reset(*, email: str, address: str = "") -> None:
    """Somebody forgot a password. Whether there is such an account is found out later.

    Raises InvalidInput for what is no mail address, LimitReached.
    """
    wanted = normalised_email(email)
    check_email(wanted)
    if address:
        limits.require(MAIL_ASKED_FROM_ADDRESS, address)
    limits.require(MAIL_TO_ADDRESS, wanted)
    _keep_ask(email=wanted)


@unit_of_work
def answer_reset_ask(*, ask_id: UUID) -> None:
    """Mails a token if there is such an account. Nothing happens for an ask that was answered."""
    ask = ResetAsk.objects.select_for_update().filter(pk=ask_id).first()
    if ask is None:
        return
    user = User.objects.select_for_update().filter(email=ask.email, is_active=True).first()
    ask.delete()
    if user is not None:
        _mail_reset(user)


@unit_of_work
def send_reset(*, customer_id: UUID) -> None:
    """Mails a token to the account's own address. Raises NotFound for a closed account."""
    _mail_reset(locked_open_account(customer_id))


@sensitive_variables("secret", "new")
def reset_password(*, secret: str, new: str, address: str = "") -> User:
    """The account has a new password, and every device is signed out.

    Whoever had the token reads the mailbox, so the address is verified with it. Raises
    TokenRefused, WeakPassword, LimitReached.
    """
    if address:
        limits.require(TOKEN_FROM_ADDRESS, address)
    user = good_token(secret, kind=TokenKind.PASSWORD_RESET).user
    check_new_password(new, user)
    user = _reset(customer_id=user.customer_id, secret=secret, hashed=make_password(new))
    # A stranger's guesses must not keep the owner out any longer.
    limits.give_back(SIGN_IN_OF_ACCOUNT, user.email)
    return user


@unit_of_work
def _exchange_password(
    *, customer_id: UUID, known: str, hashed: str, kept_session: UUID | None
) -> User:
    user = locked_open_account(customer_id)
    if user.password != known:
        raise WrongPassword("The password was changed a moment ago: use the new one.")
    _set_password(user, hashed, kept_session=kept_session)
    void_tokens(user, kinds=[TokenKind.PASSWORD_RESET])
    return user


@unit_of_work
def _reset(*, customer_id: UUID, secret: str, hashed: str) -> User:
    user = locked_open_account(customer_id)
    token = use_token(secret, user=user, kind=TokenKind.PASSWORD_RESET)
    _set_password(user, hashed)
    # A change of address that a stranger began ends here as well.
    void_tokens(user, kinds=tuple(TokenKind))
    if token.email == user.email and user.email_verified_at is None:
        user.prove_email(token.email)
        user.save(update_fields=["email", "email_verified_at", "version"])
        tell_verified(user)
    return user


def _set_password(user: User, hashed: str, *, kept_session: UUID | None = None) -> None:
    user.password = hashed
    user.save(update_fields=["password"])
    revoke_sessions(
        customer_id=user.customer_id, reason=RevokeReason.PASSWORD_CHANGED, kept=kept_session
    )
    tell_new_password(user)


def _mail_reset(user: User) -> None:
    secret = new_token(user=user, kind=TokenKind.PASSWORD_RESET, email=user.email)
    tell_reset(user, secret=secret)


@unit_of_work
def _keep_ask(*, email: str) -> None:
    ask = ResetAsk.objects.create(email=email)
    publish(PasswordResetAsked(ask_id=ask.id))
