import ipaddress
import secrets

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.rules import budgets
from apps.accounts.services import open_session
from shop.kernel import limits
from shop.kernel.identity import new_id
from tests.factories.accounts import PASSWORD, MailedTokenFactory, UserFactory


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.RATE_LIMITS = True
    limits._breaker.close()


@pytest.fixture
def somewhere():
    """An address that no other test calls from."""
    return str(ipaddress.IPv4Address(11 * 2**24 + secrets.randbelow(2**30)))


@pytest.fixture
def email():
    return f"{new_id()}@example.com"


def guess(call, email, **more):
    return call("post", "/auth/login", {"email": email, "password": "guess"}, **more)


def test_who_guesses_passwords_is_held_up_whether_or_not_there_is_an_account(call, email):
    known = UserFactory(email=email).email
    unknown = f"{new_id()}@example.com"

    for address in (known, unknown):
        answers = [guess(call, address) for _ in range(budgets.SIGN_IN_OF_ACCOUNT.amount + 1)]

        assert {answer.status_code for answer in answers[:-1]} == {401}
        assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "throttled")
        assert int(answers[-1]["Retry-After"]) >= 1
    right = {"email": known, "password": PASSWORD}
    assert call("post", "/auth/login", right).status_code == 429


def test_who_signs_in_has_all_tries_again(call, email):
    user = UserFactory(email=email)

    for _ in range(3):
        for _ in range(budgets.SIGN_IN_OF_ACCOUNT.amount - 1):
            guess(call, email)
        right = {"email": user.email, "password": PASSWORD}
        assert call("post", "/auth/login", right).status_code == 200


def test_a_stranger_does_not_keep_the_owner_of_the_mailbox_out(call, email):
    user = UserFactory(email=email)
    for _ in range(budgets.SIGN_IN_OF_ACCOUNT.amount + 1):
        guess(call, email)
    MailedTokenFactory(user=user, secret=str(user.customer_id))

    new = {"token": str(user.customer_id), "new_password": "nine jars of honey"}
    call("post", "/auth/password/reset", new)

    login = {"email": email, "password": "nine jars of honey"}
    assert call("post", "/auth/login", login).status_code == 200


def test_who_tries_many_accounts_from_one_place_is_held_up(call, somewhere):
    tries = budgets.SIGN_IN_FROM_ADDRESS.amount

    answers = [guess(call, f"{new_id()}@example.com", address=somewhere) for _ in range(tries + 1)]

    assert [answer.status_code for answer in answers] == [401] * tries + [429]


def test_who_opens_many_accounts_from_one_place_is_held_up(call, somewhere):
    tries = budgets.SIGN_UP_FROM_ADDRESS.amount
    body = {"email": "x", "password": PASSWORD, "name": "Eve"}

    answers = [call("post", "/auth/register", body, address=somewhere) for _ in range(tries + 1)]

    assert [answer.status_code for answer in answers] == [422] * tries + [429]


def test_a_mailbox_is_not_flooded(call, email):
    tries = budgets.MAIL_TO_ADDRESS.amount

    answers = [call("post", "/auth/password/forgot", {"email": email}) for _ in range(tries + 1)]

    assert [answer.status_code for answer in answers] == [202] * tries + [429]


def test_a_stolen_access_token_does_not_find_the_password(call, email):
    access = open_session(customer_id=UserFactory(email=email).customer_id).access
    body = {"current_password": "guess", "new_password": "nine jars of honey"}

    answers = [
        call("post", "/auth/password/change", body, token=access)
        for _ in range(budgets.PASSWORD_OF_MEMBER.amount + 1)
    ]

    assert answers[-1].status_code == 429


def test_who_guesses_passwords_of_staff_is_held_up(client, db, email):
    User.objects.create_superuser(email, PASSWORD)
    form = {"username": email, "password": "guess", "next": reverse("admin:index")}
    for _ in range(budgets.SIGN_IN_OF_ACCOUNT.amount):
        client.post(reverse("admin:login"), form)

    page = client.post(reverse("admin:login"), {**form, "password": PASSWORD})

    assert page.status_code == 200
    assert "tried too often" in page.content.decode()
