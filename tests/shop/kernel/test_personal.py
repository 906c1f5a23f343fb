from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import transaction

from shop.events.accounts import CustomerContactChanged
from shop.events.base import ERASED, Aggregate, Event, Personal, PostalAddress
from shop.events.orders import OrderPlaced
from shop.kernel.customer_keys import (
    ensured_key,
    forget_key,
    forget_remembered_keys,
    known_key,
)
from shop.kernel.identity import new_id
from shop.kernel.outbox.codec import decode, encode
from shop.kernel.outbox.personal import personal_paths

ADA = UUID(int=1)


def contact(customer_id: UUID = ADA) -> CustomerContactChanged:
    return CustomerContactChanged(customer_id=customer_id, name="Ada", email="ada@example.com")


def test_personal_fields_come_back_as_they_were(db):
    assert decode(encode(contact()), CustomerContactChanged) == contact()


def test_nothing_personal_stands_in_the_payload(db):
    payload = encode(contact())

    assert "Ada" not in payload
    assert "example.com" not in payload
    assert '"locale":"en"' in payload


def test_the_address_inside_an_event_is_personal_but_for_its_country():
    paths = {".".join(path) for path in personal_paths(OrderPlaced)}

    assert {"delivery_address.name", "delivery_address.city", "email"} <= paths
    assert "delivery_address.country" not in paths


def test_deleting_the_key_erases_the_person_from_every_event(db):
    payload = encode(contact())

    forget_key(ADA)

    erased = decode(payload, CustomerContactChanged)
    assert (erased.name, erased.email) == (ERASED, ERASED)
    assert erased.customer_id == ADA


def test_a_customer_who_comes_back_gets_a_new_key_that_does_not_open_the_old_events(db):
    payload = encode(contact())
    forget_key(ADA)
    ensured_key(ADA)

    assert decode(payload, CustomerContactChanged).name == ERASED


def test_a_sealed_field_cannot_be_moved_to_another_customer(db):
    bob = UUID(int=2)
    ensured_key(bob)
    moved = encode(contact()).replace(str(ADA), str(bob))

    assert decode(moved, CustomerContactChanged).name == ERASED


def test_a_key_of_a_rolled_back_customer_is_not_remembered(db):
    customer_id = new_id()
    ensured_key(customer_id)

    forget_key(customer_id)

    assert known_key(customer_id) is None


def test_personal_fields_without_a_customer_are_refused():
    @dataclass(frozen=True, kw_only=True)
    class Nameless(Event):
        aggregate: ClassVar = Aggregate("nameless", key="name")

        name: Personal[str]

    with pytest.raises(TypeError, match="names no customer_id"):
        personal_paths(Nameless)


def test_personal_fields_in_a_collection_are_refused():
    @dataclass(frozen=True, kw_only=True)
    class Crowd(Event):
        aggregate: ClassVar = Aggregate("crowd", key="customer_id")

        customer_id: UUID
        addresses: tuple[PostalAddress, ...]

    with pytest.raises(TypeError, match="inside a collection"):
        personal_paths(Crowd)


def test_a_transaction_reads_a_key_once(db, django_assert_num_queries):
    ensured_key(ADA)
    forget_remembered_keys()

    with transaction.atomic(), django_assert_num_queries(1):
        keys = {known_key(ADA), known_key(ADA), ensured_key(ADA)}

    assert len(keys) == 1


def test_a_key_that_is_forgotten_in_its_transaction_is_gone_at_once(db):
    with transaction.atomic():
        ensured_key(ADA)
        forget_key(ADA)

        assert known_key(ADA) is None
