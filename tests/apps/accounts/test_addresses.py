from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.models import SavedAddress
from apps.accounts.queries import addresses_of
from apps.accounts.rules.contacts import TypedAddress
from apps.accounts.rules.refusals import TooManyAddresses
from apps.accounts.services import (
    add_address,
    change_address,
    close_account,
    prefer_address,
    remove_address,
)
from apps.accounts.services.addresses import MOST_ADDRESSES
from shop.events.accounts import UserUpdated
from shop.kernel.errors import InvalidInput, NotFound
from shop.kernel.identity import new_id
from tests.factories.accounts import SavedAddressFactory, UserFactory
from tests.together import at_once, outcomes_of

HOME = TypedAddress(
    name="Ada Lovelace",
    line1="12 St James's Square",
    postal_code="SW1Y 4JH",
    city="London",
    country="GB",
)
WORK = replace(HOME, line1="1 Dorset Street")


@pytest.fixture
def ada(db):
    return UserFactory()


def lines(user):
    return [(shown.line1, shown.is_default) for shown in addresses_of(user.customer_id)]


def test_the_first_address_is_the_default_and_later_ones_are_not(ada, published):
    add_address(customer_id=ada.customer_id, address=HOME)
    add_address(customer_id=ada.customer_id, address=WORK)

    assert lines(ada) == [(HOME.line1, True), (WORK.line1, False)]
    assert [event.customer_id for event in published(UserUpdated)] == [ada.customer_id] * 2


def test_another_address_becomes_the_default_instead(ada):
    add_address(customer_id=ada.customer_id, address=HOME)
    work = add_address(customer_id=ada.customer_id, address=WORK)

    prefer_address(customer_id=ada.customer_id, address_id=work.id)

    assert lines(ada) == [(WORK.line1, True), (HOME.line1, False)]


def test_preferring_the_default_tells_nobody(ada, published):
    home = SavedAddressFactory(user=ada, is_default=True)

    prefer_address(customer_id=ada.customer_id, address_id=home.id)

    assert published(UserUpdated) == []


def test_when_the_default_is_removed_the_oldest_other_one_follows(ada):
    home = add_address(customer_id=ada.customer_id, address=HOME)
    add_address(customer_id=ada.customer_id, address=WORK)

    remove_address(customer_id=ada.customer_id, address_id=home.id)

    assert lines(ada) == [(WORK.line1, True)]


def test_a_changed_address_stays_what_it_was_otherwise(ada):
    home = add_address(customer_id=ada.customer_id, address=HOME)

    change_address(customer_id=ada.customer_id, address_id=home.id, address=WORK)

    assert lines(ada) == [(WORK.line1, True)]


@pytest.mark.parametrize(
    "act", [prefer_address, remove_address, partial(change_address, address=WORK)]
)
def test_the_address_of_a_stranger_is_not_there(ada, act):
    foreign = SavedAddressFactory()

    with pytest.raises(NotFound):
        act(customer_id=ada.customer_id, address_id=foreign.id)

    foreign.refresh_from_db()
    assert foreign.line1 != WORK.line1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("line1", ""),
        ("city", "Lon\ndon"),
        ("country", "Britain"),
        ("country", "gb"),
        ("name", "\x00"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(ada, field, value):
    with pytest.raises(InvalidInput, match=f"{field}: "):
        add_address(customer_id=ada.customer_id, address=replace(HOME, **{field: value}))

    assert lines(ada) == []


def test_an_address_book_has_an_end(ada):
    for _ in range(MOST_ADDRESSES):
        add_address(customer_id=ada.customer_id, address=HOME)

    with pytest.raises(TooManyAddresses, match="delete one first"):
        add_address(customer_id=ada.customer_id, address=HOME)


def test_a_closed_account_has_no_address_book(ada):
    add_address(customer_id=ada.customer_id, address=HOME)

    close_account(customer_id=ada.customer_id)

    assert addresses_of(ada.customer_id) == ()
    with pytest.raises(NotFound):
        add_address(customer_id=ada.customer_id, address=HOME)
    assert addresses_of(new_id()) == ()


@pytest.mark.django_db(transaction=True)
def test_of_two_defaults_chosen_at_once_one_remains():
    ada = UserFactory()
    first, second, third = (
        SavedAddressFactory(user=ada, is_default=default) for default in (True, False, False)
    )

    outcomes = outcomes_of(
        [
            *(
                partial(prefer_address, customer_id=ada.customer_id, address_id=chosen.id)
                for chosen in (second, third)
            ),
            partial(remove_address, customer_id=ada.customer_id, address_id=first.id),
        ]
    )

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert SavedAddress.objects.filter(user=ada, is_default=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_first_addresses_at_once_one_is_the_default():
    ada = UserFactory()

    at_once([partial(add_address, customer_id=ada.customer_id, address=HOME)] * 4)

    assert sorted(is_default for _, is_default in lines(ada)) == [False, False, False, True]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"is_default": True}, "saved_address_one_default"),
        ({"country": "gb"}, "saved_address_country"),
        ({"city": ""}, "saved_address_complete"),
    ],
)
def test_the_database_keeps_the_rules_of_addresses_too(ada, change, constraint):
    SavedAddressFactory(user=ada, is_default=True)
    other = SavedAddressFactory(user=ada)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SavedAddress.objects.filter(pk=other.pk).update(**change)
