import jwt
import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from apps.accounts.models import LoginSession
from apps.accounts.queries import open_sessions_of
from apps.accounts.rules.refusals import RefreshRefused, WrongCredentials
from apps.accounts.services import (
    close_account,
    end_session,
    open_session,
    refresh_session,
    reopen_account,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from shop.events.accounts import MemberRecognised
from shop.kernel import clock
from shop.kernel.errors import NotFound
from tests.apps.accounts.hashers import CountingHasher
from tests.factories.accounts import PASSWORD, LoginSessionFactory, UserFactory

WRONG = "staple"


def claims_of(token, settings):
    return jwt.decode(token, settings.JWT_SECRET, algorithms=["HS256"])


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def tokens(user):
    return open_session(customer_id=user.customer_id)


def test_signing_in_opens_a_session_with_two_tokens(user, settings):
    tokens = sign_in(email=user.email.upper(), password=PASSWORD, user_agent="Phone\x00")

    session = LoginSession.objects.get(user=user)
    access, refresh = claims_of(tokens.access, settings), claims_of(tokens.refresh, settings)
    assert session.user_agent == "Phone"
    assert access["sub"] == refresh["sub"] == str(user.customer_id)
    assert access["sid"] == refresh["sid"] == str(session.id)
    assert (access["token_type"], refresh["token_type"]) == ("access", "refresh")
    assert refresh["jti"] == str(session.current_refresh)
    assert access["exp"] - access["iat"] == tokens.expires_in == 900


def test_whoever_proved_a_mailbox_is_announced_when_they_sign_in(db, published):
    stranger = UserFactory()
    owner = UserFactory(email="ada@example.com", email_verified_at=clock.now())

    for user in (stranger, owner):
        sign_in(email=user.email, password=PASSWORD)

    (told,) = published(MemberRecognised)
    assert (told.customer_id, told.email) == (owner.customer_id, "ada@example.com")


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@example.com", WRONG), ("bob@example.com", PASSWORD), ("a\x00@example.com", PASSWORD)],
)
def test_wrong_credentials_are_refused_in_one_and_the_same_way(db, email, password):
    UserFactory(email="ada@example.com")

    with pytest.raises(WrongCredentials, match=r"^The mail address or the password is wrong\.$"):
        sign_in(email=email, password=password)

    assert LoginSession.objects.count() == 0


def test_a_closed_account_cannot_sign_in_until_it_is_reopened(user):
    close_account(customer_id=user.customer_id)

    with pytest.raises(WrongCredentials):
        sign_in(email=user.email, password=PASSWORD)

    reopen_account(customer_id=user.customer_id)
    assert sign_in(email=user.email, password=PASSWORD).customer_id == user.customer_id


def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(db, settings):
    settings.PASSWORD_HASHERS = ["tests.apps.accounts.hashers.CountingHasher"]
    known = UserFactory()

    def hashes_for(email):
        before = CountingHasher.hashed
        with pytest.raises(WrongCredentials):
            sign_in(email=email, password=WRONG)
        return CountingHasher.hashed - before

    assert hashes_for(known.email) == hashes_for("nobody@example.com") == 1


def test_the_pages_find_the_same_user_by_djangos_own_door(user):
    assert authenticate(username=user.email.upper(), password=PASSWORD) == user
    assert authenticate(username=user.email, password=WRONG) is None


def test_signing_out_ends_the_session_and_may_be_repeated(tokens):
    sign_out(refresh=tokens.refresh)
    sign_out(refresh=tokens.refresh)

    assert LoginSession.objects.get().revoke_reason == "logged_out"
    with pytest.raises(RefreshRefused):
        refresh_session(refresh=tokens.refresh)


def test_signing_out_everywhere_ends_the_own_sessions_and_no_others(user):
    LoginSessionFactory.create_batch(2, user=user)
    foreign = LoginSessionFactory()

    sign_out_everywhere(customer_id=user.customer_id)

    assert list(open_sessions_of(user.customer_id)) == []
    assert list(open_sessions_of(foreign.user_id)) == [foreign]


def test_a_device_of_somebody_else_cannot_be_signed_out(user):
    own, foreign = LoginSessionFactory(user=user), LoginSessionFactory()

    end_session(customer_id=user.customer_id, session_id=own.id)
    with pytest.raises(NotFound):
        end_session(customer_id=user.customer_id, session_id=foreign.id)

    assert list(open_sessions_of(user.customer_id)) == []
    assert list(open_sessions_of(foreign.user_id)) == [foreign]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (
            {"revoke_reason": "bored", "revoked_at": "2030-01-01T00:00Z"},
            "login_session_reason_known",
        ),
        ({"revoke_reason": "logged_out"}, "login_session_revoked_why"),
        ({"revoked_at": "2030-01-01T00:00Z"}, "login_session_revoked_why"),
        ({"expires_at": "2000-01-01T00:00Z"}, "login_session_ends_later"),
    ],
)
def test_the_database_keeps_the_rules_of_sessions_too(db, change, constraint):
    session = LoginSessionFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LoginSession.objects.filter(pk=session.pk).update(**change)
