from functools import partial

import pytest
from django.test import Client

from apps.accounts.queries import export_of, profile_of
from apps.accounts.services import change_profile, close_account, sign_out_everywhere
from shop.events.accounts import CustomerContactChanged, UserUpdated
from shop.kernel.errors import NotFound, Outdated
from shop.kernel.identity import new_id
from tests.factories.accounts import LoginSessionFactory, SavedAddressFactory, UserFactory
from tests.together import outcomes_of


@pytest.fixture
def ada(db):
    return UserFactory(name="Ada Lovelace")


def test_a_change_is_told_to_those_whom_it_concerns(ada, published):
    change_profile(customer_id=ada.customer_id, wants_news=True)
    assert published(CustomerContactChanged) == []

    change_profile(customer_id=ada.customer_id, name="Ada King")
    assert [event.name for event in published(CustomerContactChanged)] == ["Ada King"]

    assert len(published(UserUpdated)) == 2
    assert profile_of(ada.customer_id).version == 3


def test_what_changes_nothing_is_told_to_nobody(ada, published):
    user = change_profile(customer_id=ada.customer_id, name=" Ada Lovelace ", wants_news=False)

    assert (user.version, published(UserUpdated)) == (1, [])


def test_nobody_overwrites_what_they_have_not_seen(ada):
    change_profile(customer_id=ada.customer_id, name="Ada King", seen_version=1)

    with pytest.raises(Outdated, match="read it again"):
        change_profile(customer_id=ada.customer_id, name="Ada Byron", seen_version=1)

    assert profile_of(ada.customer_id).name == "Ada King"


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_to_what_both_have_seen_one_is_refused():
    ada = UserFactory()

    outcomes = outcomes_of(
        partial(change_profile, customer_id=ada.customer_id, name=name, seen_version=1)
        for name in ("Ada King", "Ada Byron")
    )

    assert sorted(isinstance(outcome, Outdated) for outcome in outcomes) == [False, True]


def test_guests_and_closed_accounts_have_no_profile(ada):
    close_account(customer_id=ada.customer_id)

    assert profile_of(ada.customer_id) is None
    assert profile_of(new_id()) is None
    with pytest.raises(NotFound):
        export_of(ada.customer_id)


def test_an_export_holds_all_that_is_known(ada):
    home = SavedAddressFactory(user=ada)
    phone = LoginSessionFactory(user=ada)
    SavedAddressFactory()

    export = export_of(ada.customer_id)

    assert export.profile.email == ada.email
    assert [address.id for address in export.addresses] == [home.id]
    assert [device.id for device in export.devices] == [phone.id]


def test_signing_out_everywhere_reaches_browsers_too(ada):
    browser = Client()
    browser.force_login(ada)
    assert browser.get("/").wsgi_request.user == ada

    sign_out_everywhere(customer_id=ada.customer_id)

    assert not browser.get("/").wsgi_request.user.is_authenticated
