import threading

import pytest
from django.db import IntegrityError, connection, transaction

from apps.accounts.models import User
from apps.accounts.rules.refusals import EmailTaken, WeakPassword
from apps.accounts.services import change_profile, close_account, register_user
from shop.events.accounts import CustomerContactChanged, UserRegistered
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.factories.accounts import PASSWORD, LoginSessionFactory, UserFactory

ADA = {"email": "ada@example.com", "password": PASSWORD, "name": "Ada Lovelace"}


def test_registering_tells_the_others_who_came_and_how_to_reach_them(published):
    user = register_user(**ADA, phone="+49 30 1234567", locale="de")

    assert published(UserRegistered) == [
        UserRegistered(customer_id=user.customer_id, email="ada@example.com", name="Ada Lovelace")
    ]
    assert published(CustomerContactChanged) == [
        CustomerContactChanged(
            customer_id=user.customer_id,
            name="Ada Lovelace",
            email="ada@example.com",
            phone="+49 30 1234567",
            locale="de",
        )
    ]


def test_the_address_is_kept_in_lower_case_with_its_domain_in_ascii(db):
    user = register_user(**{**ADA, "email": " Ada@BÜCHER.example "})

    assert user.email == "ada@xn--bcher-kva.example"


def test_the_password_is_kept_as_a_hash_only(db):
    user = register_user(**ADA)

    assert PASSWORD not in user.password
    assert user.check_password(PASSWORD)


def test_a_taken_address_is_refused_whatever_its_case(published):
    register_user(**ADA)

    with pytest.raises(EmailTaken, match="log in instead"):
        register_user(**{**ADA, "email": "ADA@example.com"})

    assert len(published(UserRegistered)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_register_one_address_at_once_exactly_one_gets_it():
    gate = threading.Barrier(4)
    outcomes = []

    def register() -> None:
        try:
            gate.wait()
            outcomes.append(type(register_user(**ADA)))
        except Exception as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=register) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == sorted([User, *[EmailTaken] * 3], key=str)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "nobody", "email: .*valid email"),
        ("email", "", "email: .*blank"),
        ("email", "a\x00b@example.com", "email: .*valid email"),
        ("email", "gräfin@example.com", "email: .*valid email"),
        ("email", '"quoted name"@example.com', "email: .*without quotes"),
        ("email", "a@" + "b" * 300 + ".example", "email: .*at most 254"),
        ("name", " ", "name: .*blank"),
        ("name", "Ada\x00", "name: .*control characters"),
        ("name", "Ada\nBcc: all@example.com", "name: .*line breaks"),
        ("name", "x" * 201, "name: .*at most 200"),
        ("phone", "call me", "phone: .*like"),
        ("phone", "1" * 33, "phone: .*at most 32"),
        ("locale", "../../etc", "locale: .*language tag"),
        ("locale", "", "locale: .*blank"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(db, field, value, sentence):
    with pytest.raises(InvalidInput, match=sentence) as refusal:
        register_user(**{**ADA, field: value})

    assert list(refusal.value.details["fields"]) == [field]
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("short", "at least 10"), ("1q2w3e4r5t", "too common"), ("ada@example.com", "too similar")],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(db, password, sentence):
    with pytest.raises(WeakPassword, match=sentence):
        register_user(**{**ADA, "password": password})

    assert User.objects.count() == 0


def test_no_password_reaches_the_log(db, caplog):
    caplog.set_level("DEBUG")
    register_user(**ADA)

    with pytest.raises(EmailTaken):
        register_user(**ADA)
    with pytest.raises(WeakPassword):
        register_user(**{**ADA, "password": "1q2w3e4r5t"})

    assert PASSWORD not in caplog.text
    assert "1q2w3e4r5t" not in caplog.text


def test_a_changed_contact_keeps_what_was_not_named(published):
    user = UserFactory(name="Ada Lovelace", phone="+44 20 1234567", locale="en")

    change_profile(customer_id=user.customer_id, name="Ada King")

    assert published(CustomerContactChanged) == [
        CustomerContactChanged(
            customer_id=user.customer_id,
            name="Ada King",
            email=user.email,
            phone="+44 20 1234567",
            locale="en",
        )
    ]
    user.refresh_from_db()
    assert user.name == "Ada King"


def test_a_contact_that_does_not_fit_changes_nothing(published):
    user = UserFactory(name="Ada Lovelace")

    with pytest.raises(InvalidInput, match=r"name: .*blank"):
        change_profile(customer_id=user.customer_id, name="  ")

    user.refresh_from_db()
    assert user.name == "Ada Lovelace"
    assert published(CustomerContactChanged) == []


def test_a_closed_or_unknown_account_has_no_contact_to_change(db):
    user = UserFactory(is_active=False)

    for customer_id in (user.customer_id, new_id()):
        with pytest.raises(NotFound):
            change_profile(customer_id=customer_id, name="Ada King")


def test_closing_an_account_ends_its_sessions_and_no_others(db):
    user = UserFactory()
    own, foreign = LoginSessionFactory(user=user), LoginSessionFactory()

    close_account(customer_id=user.customer_id)

    own.refresh_from_db()
    foreign.refresh_from_db()
    assert own.revoke_reason == "account_closed"
    assert foreign.revoked_at is None


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"email": "Ada@example.com"}, "user_email_lower_case"),
        ({"email": "nobody"}, "user_email_with_at"),
        ({"name": ""}, "user_name_given"),
        ({"locale": ""}, "user_locale_given"),
    ],
)
def test_the_database_keeps_the_rules_too(db, change, constraint):
    user = UserFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**change)
