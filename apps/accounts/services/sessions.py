import logging
from uuid import UUID

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from apps.accounts.models import LoginSession, RefreshOutcome, RevokeReason, User
from apps.accounts.queries import open_sessions_of, user_with_password
from apps.accounts.rules.budgets import SIGN_IN_FROM_ADDRESS, SIGN_IN_OF_ACCOUNT
from apps.accounts.rules.contacts import described_device, normalised_email
from apps.accounts.rules.refusals import RefreshRefused, RefreshSuperseded
from apps.accounts.rules.tokens import RefreshClaims, TokenPair, read_refresh_token
from apps.accounts.services.locks import locked_account
from apps.accounts.services.news import tell_sign_in
from shop.kernel import clock, limits
from shop.kernel.errors import DomainError, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work

_CHANGED_BY_ROTATION = [
    "current_refresh",
    "previous_refresh",
    "last_used_at",
    "expires_at",
    "revoked_at",
    "revoke_reason",
]

logger = logging.getLogger(__name__)


@sensitive_variables("password")
def sign_in(*, email: str, password: str, user_agent: str = "", address: str = "") -> TokenPair:
    """Opens a session on one more device.

    Raises WrongCredentials, and LimitReached for who guesses too often.
    """
    user = recognised_user(email=email, password=password, address=address)
    return open_session(customer_id=user.customer_id, user_agent=user_agent)


@sensitive_variables("password")
def recognised_user(*, email: str, password: str, address: str = "") -> User:
    """The user with these credentials, who calls from `address` (empty if that tells nothing).

    Raises WrongCredentials, and LimitReached for who guesses too often, whether or not there is
    such an account.
    """
    admit_guess(email=email, address=address)
    user = user_with_password(email=email, password=password)
    limits.give_back(SIGN_IN_OF_ACCOUNT, normalised_email(email))
    if user.email_verified_at is not None:
        _note_sign_in(user.customer_id)
    return user


def admit_guess(*, email: str, address: str) -> None:
    """Counts one try to sign in. Raises LimitReached when there were too many."""
    if address:
        limits.require(SIGN_IN_FROM_ADDRESS, address)
    limits.require(SIGN_IN_OF_ACCOUNT, normalised_email(email))


@unit_of_work
def open_session(*, customer_id: UUID, user_agent: str = "") -> TokenPair:
    """The tokens of a new session of somebody who has just proved who they are."""
    session = LoginSession.objects.create(
        user_id=customer_id,
        user_agent=described_device(user_agent),
        expires_at=clock.now() + settings.REFRESH_TOKEN_LIFETIME,
    )
    return session.tokens()


def refresh_session(*, refresh: str) -> TokenPair:
    """New tokens for the newest refresh token of a session.

    Raises RefreshRefused; a token that was exchanged before also ends the session. Raises
    RefreshSuperseded for the loser of two refreshes at once, whose session lives on.
    """
    session, outcome = _rotate(read_refresh_token(refresh))
    if outcome is RefreshOutcome.ROTATED:
        return session.tokens()
    # Only out here: raised inside the unit of work, it would undo the end of a reused session.
    raise _refusal(session, outcome)


@unit_of_work
def sign_out(*, refresh: str) -> None:
    """Ends the session of the refresh token, whichever of its family it is.

    Raises RefreshRefused if it is no refresh token of ours.
    """
    _revoke(_locked(read_refresh_token(refresh)))


@unit_of_work
def sign_out_everywhere(*, customer_id: UUID) -> None:
    """Ends all sessions of the customer, and what browsers remember.

    Access tokens live on until they expire.
    """
    user = locked_account(customer_id)
    user.end_browser_sessions()
    user.save(update_fields=["signed_out_at"])
    revoke_sessions(customer_id=customer_id, reason=RevokeReason.LOGGED_OUT_EVERYWHERE)


@unit_of_work
def end_session(*, customer_id: UUID, session_id: UUID) -> None:
    """Signs one device of the customer out. Raises NotFound if it is not signed in."""
    session = open_sessions_of(customer_id).select_for_update().filter(pk=session_id).first()
    if session is None:
        raise NotFound("No such device is signed in.")
    _revoke(session)


def revoke_sessions(*, customer_id: UUID, reason: RevokeReason, kept: UUID | None = None) -> None:
    """Ends all sessions of the customer but the `kept` one, in the open unit of work."""
    sessions = open_sessions_of(customer_id)
    if kept is not None:
        sessions = sessions.exclude(pk=kept)
    sessions.update(revoked_at=clock.now(), revoke_reason=reason)


@unit_of_work
def _note_sign_in(customer_id: UUID) -> None:
    user = locked_account(customer_id)
    if user.is_active and user.email_verified_at is not None:
        tell_sign_in(user)


@unit_of_work
def _rotate(claims: RefreshClaims) -> tuple[LoginSession, RefreshOutcome]:
    session = _locked(claims)
    outcome = session.rotate(claims.token_id)
    session.save(update_fields=_CHANGED_BY_ROTATION)
    return session, outcome


def _locked(claims: RefreshClaims) -> LoginSession:
    sessions = LoginSession.objects.select_related("user").select_for_update(of=("self",))
    session = sessions.filter(pk=claims.session_id).first()
    if session is None:
        raise RefreshRefused("This session is gone: log in again.")
    return session


def _revoke(session: LoginSession) -> None:
    session.revoke(RevokeReason.LOGGED_OUT)
    session.save(update_fields=["revoked_at", "revoke_reason"])


def _refusal(session: LoginSession, outcome: RefreshOutcome) -> DomainError:
    if outcome is RefreshOutcome.SUPERSEDED:
        return RefreshSuperseded(
            "Another request has just refreshed this session: use the tokens that it got."
        )
    if outcome is RefreshOutcome.REUSED:
        logger.warning("%s was ended: an old refresh token was used again.", session)
        return RefreshRefused(
            "This refresh token was used before, so the session was ended for safety: log in again."
        )
    return RefreshRefused("This session has ended: log in again.")
