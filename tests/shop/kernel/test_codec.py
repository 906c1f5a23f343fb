"""What was written once can be read for ever."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from shop.events.accounts import CustomerContactChanged
from shop.events.catalog import ProductWithdrawn
from shop.events.registry import UnknownEvent
from shop.events.suppliers import PurchaseOrderAcknowledged
from shop.kernel.customer_keys import forget_key, forget_remembered_keys
from shop.kernel.outbox.codec import decode, decode_any, encode
from tests.versions import next_version

ADA = UUID(int=1)
CONTACT = CustomerContactChanged(customer_id=ADA, name="Ada", email="a@example.com", phone="+49 1")


def without(payload, *names):
    fields = msgspec.json.decode(payload)
    return msgspec.json.encode({k: v for k, v in fields.items() if k not in names}).decode()


def test_an_event_from_before_a_field_came_has_its_default(db):
    old = without(encode(CONTACT), "phone", "locale")

    assert decode(old, CustomerContactChanged).phone == ""
    assert decode(old, CustomerContactChanged).locale == "en"


def test_an_older_version_is_read_as_today(db):
    old = '{"product_id":"00000000-0000-0000-0000-000000000001","sku":"TEA"}'

    with next_version(ProductWithdrawn, lambda old: {**old, "skus": [old["sku"]]}) as old_type:
        event = decode_any(old, old_type)

    assert event == ProductWithdrawn(product_id=ADA, skus=("TEA",))


def test_a_sealed_text_cannot_be_moved_to_where_nobody_opens_it(db):
    payload = encode(CONTACT)

    def upcaster(old):
        return {**old, "locale": old["email"]}

    with (
        next_version(CustomerContactChanged, upcaster) as old_type,
        pytest.raises(ValueError, match="left sealed text in locale"),
    ):
        decode_any(payload, old_type)


def test_personal_fields_may_change_their_places(db):
    def swapped(old):
        assert "Ada" not in str(old)
        return {**old, "name": old["email"], "email": old["name"]}

    with next_version(CustomerContactChanged, swapped) as old_type:
        event = decode_any(encode(CONTACT), old_type)

    assert (event.name, event.email, event.phone) == ("a@example.com", "Ada", "+49 1")


def test_what_was_forgotten_stays_forgotten_in_a_newer_version(db):
    payload = encode(CONTACT)
    forget_key(ADA)
    forget_remembered_keys()

    with next_version(CustomerContactChanged, dict) as old_type:
        assert decode_any(payload, old_type).name == "[erased]"


def test_a_type_that_nobody_knows_is_not_guessed():
    with pytest.raises(UnknownEvent, match="No event class is called tradewind"):
        decode_any("{}", "tradewind.catalog.ProductWithdrawn.v7")


def test_a_day_comes_back_as_a_day():
    event = PurchaseOrderAcknowledged(
        purchase_order_id=ADA, number="PO-1", expected=(), expected_on=date(2026, 12, 24)
    )

    payload = encode(event)

    assert msgspec.json.decode(payload)["expected_on"] == "2026-12-24"
    assert decode(payload, PurchaseOrderAcknowledged) == event
