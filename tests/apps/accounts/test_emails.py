from datetime import timedelta
from functools import partial

import pytest

from apps.accounts.models import MailedToken, User
from apps.accounts.rules.refusals import EmailTaken, TokenRefused, WrongPassword
from apps.accounts.services import (
    ask_for_new_email,
    ask_for_verification,
    register_user,
    reset_password,
    send_reset,
    verify_email,
)
from shop.events.accounts import (
    CustomerContactChanged,
    EmailVerificationRequested,
    EmailVerified,
    PasswordResetRequested,
    UserUpdated,
)
from shop.kernel import clock
from shop.kernel.errors import InvalidInput
from tests.factories.accounts import PASSWORD, MailedTokenFactory, UserFactory
from tests.together import outcomes_of

ADA = {"email": "ada@example.com", "password": PASSWORD, "name": "Ada Lovelace"}


@pytest.fixture
def ada(db):
    return register_user(**ADA)


@pytest.fixture
def mailed(published):
    """The last mail that asks for a verification."""
    return lambda: published(EmailVerificationRequested)[-1]


def test_who_opens_an_account_is_asked_to_show_the_mailbox(ada, mailed, published):
    verify_email(customer_id=ada.customer_id, secret=mailed().token)

    ada.refresh_from_db()
    assert mailed().email == "ada@example.com"
    assert ada.email_verified_at is not None
    assert published(EmailVerified) == [
        EmailVerified(user_id=ada.customer_id, customer_id=ada.customer_id, email=ada.email)
    ]


def test_a_new_address_counts_only_once_its_mailbox_was_shown(ada, mailed, published):
    told = len(published(CustomerContactChanged))

    ask_for_new_email(customer_id=ada.customer_id, email="ADA@king.example", password=PASSWORD)

    ada.refresh_from_db()
    assert (ada.email, mailed().email) == ("ada@example.com", "ada@king.example")
    assert len(published(CustomerContactChanged)) == told

    verify_email(customer_id=ada.customer_id, secret=mailed().token)

    ada.refresh_from_db()
    assert ada.email == "ada@king.example"
    assert published(CustomerContactChanged)[-1].email == "ada@king.example"
    assert published(EmailVerified)[-1].email == "ada@king.example"
    assert published(UserUpdated)


def test_a_new_address_needs_the_password_and_must_be_one(ada):
    with pytest.raises(WrongPassword):
        ask_for_new_email(customer_id=ada.customer_id, email="b@example.com", password="guess")
    with pytest.raises(InvalidInput, match="email: "):
        ask_for_new_email(customer_id=ada.customer_id, email="nowhere", password=PASSWORD)


def test_asking_never_tells_whether_somebody_has_the_address(ada, published):
    UserFactory(email="bob@example.com")

    for email in ("bob@example.com", "nobody@example.com"):
        ask_for_new_email(customer_id=ada.customer_id, email=email, password=PASSWORD)

    asked = [event.email for event in published(EmailVerificationRequested)][1:]
    assert asked == ["bob@example.com", "nobody@example.com"]


def test_nobody_takes_an_address_that_an_account_has(ada, mailed, published):
    UserFactory(email="bob@example.com")
    ask_for_new_email(customer_id=ada.customer_id, email="bob@example.com", password=PASSWORD)

    with pytest.raises(EmailTaken, match="reset its password"):
        verify_email(customer_id=ada.customer_id, secret=mailed().token)

    ada.refresh_from_db()
    assert (ada.email, published(EmailVerified)) == ("ada@example.com", [])


def test_a_mailbox_does_not_verify_the_account_of_a_stranger(ada, mailed, published):
    """Eve opened an account with Ada's address; Ada follows the link, signed in as herself."""
    secret = mailed().token
    real_ada = UserFactory()

    with pytest.raises(TokenRefused, match="another account"):
        verify_email(customer_id=real_ada.customer_id, secret=secret)

    assert published(EmailVerified) == []


def test_the_owner_of_a_mailbox_takes_back_an_account_that_a_stranger_opened(
    ada, mailed, published
):
    ask_for_new_email(customer_id=ada.customer_id, email="eve@example.com", password=PASSWORD)
    secret_of_eve = mailed().token
    send_reset(customer_id=ada.customer_id)

    reset_password(secret=published(PasswordResetRequested)[-1].token, new="nine jars of honey")

    with pytest.raises(TokenRefused):
        verify_email(customer_id=ada.customer_id, secret=secret_of_eve)


def test_a_reset_that_was_mailed_to_the_old_address_opens_nothing(ada, mailed, published):
    send_reset(customer_id=ada.customer_id)
    ask_for_new_email(customer_id=ada.customer_id, email="ada@king.example", password=PASSWORD)

    verify_email(customer_id=ada.customer_id, secret=mailed().token)

    with pytest.raises(TokenRefused):
        reset_password(secret=published(PasswordResetRequested)[-1].token, new="nine jars of honey")


def test_a_token_works_once_and_grows_old(ada, mailed):
    secret = mailed().token

    with clock.travelled_to(clock.now() + timedelta(days=3)), pytest.raises(TokenRefused):
        verify_email(customer_id=ada.customer_id, secret=secret)
    verify_email(customer_id=ada.customer_id, secret=secret)
    with pytest.raises(TokenRefused):
        verify_email(customer_id=ada.customer_id, secret=secret)


def test_one_more_mail_is_sent_until_the_address_is_verified(ada, mailed, published):
    ask_for_verification(customer_id=ada.customer_id)
    verify_email(customer_id=ada.customer_id, secret=mailed().token)

    ask_for_verification(customer_id=ada.customer_id)

    assert len(published(EmailVerificationRequested)) == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_members_who_show_one_mailbox_at_once_one_gets_the_address():
    members = UserFactory.create_batch(2)
    for place, member in enumerate(members):
        MailedTokenFactory(
            user=member, kind="email_verification", email="new@example.com", secret=f"s{place}"
        )

    outcomes = outcomes_of(
        (
            partial(verify_email, customer_id=member.customer_id, secret=f"s{place}")
            for place, member in enumerate(members)
        )
    )

    assert sorted(isinstance(outcome, EmailTaken) for outcome in outcomes) == [False, True]
    assert User.objects.filter(email="new@example.com").count() == 1
    # The loser's token is not used up: all of the attempt was undone.
    assert MailedToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_token_verifies_once_however_many_bring_it_at_once(published):
    ada = UserFactory()
    MailedTokenFactory(user=ada, kind="email_verification", secret="once")

    outcomes = outcomes_of([partial(verify_email, customer_id=ada.customer_id, secret="once")] * 4)

    assert sum(isinstance(outcome, TokenRefused) for outcome in outcomes) == 3
    assert len(published(EmailVerified)) == 1
