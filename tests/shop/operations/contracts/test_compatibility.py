"""A published version only grows by fields with a default; all else is refused with a sentence."""

from collections import defaultdict
from dataclasses import dataclass, field, make_dataclass
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

import msgspec
import pytest
from jsonschema import Draft202012Validator

from shop.events.base import Aggregate, Event, Money, Personal
from shop.events.orders import OrderedItem
from shop.operations.contracts import examples
from shop.operations.contracts.compatibility import broken_promises, unread_types
from shop.operations.contracts.examples import example_id, example_of
from shop.operations.contracts.schemas import schema_of

PARCEL = Aggregate("parcel", key="parcel_id")
NO_DEFAULT = object()


def event(*members, aggregate=PARCEL):
    """An event class with these fields: (name, type) or (name, type, default)."""
    standing = {"aggregate": aggregate, "internal": True, "__doc__": "A parcel was packed."}
    fields = [("parcel_id", UUID), *(_with_default(*member) for member in members)]
    return make_dataclass(
        "ParcelPacked", fields, bases=(Event,), frozen=True, kw_only=True, namespace=standing
    )


def _with_default(name, hint, default=NO_DEFAULT):
    return (name, hint) if default is NO_DEFAULT else (name, hint, field(default=default))


def breaks(past, present):
    return list(broken_promises(schema_of(past), schema_of(present)))


@dataclass(frozen=True, kw_only=True)
class Item:
    """So many of one thing."""

    sku: str
    quantity: int


def changed(**hints):
    """`Item` with other fields."""
    return make_dataclass(
        "Item", list(hints.items()), frozen=True, kw_only=True, namespace={"__doc__": Item.__doc__}
    )


Two, Three = Literal["new", "old"], Literal["new", "old", "lost"]


@pytest.mark.parametrize(
    ("past", "present", "said"),
    [
        ([("note", str)], [], "the field note is gone"),
        ([("note", str, "")], [], "the field note is gone"),
        ([("note", str)], [("remark", str, "")], "the field note is gone"),
        ([], [("note", str)], "the field note is required now, and older events lack it"),
        ([("note", str, "")], [("note", str)], "the field note is required now"),
        ([("note", str)], [("note", int)], "the field note was string and is integer now"),
        ([("note", str)], [("note", UUID)], "the field note was string and is uuid now"),
        ([("fee", Decimal)], [("fee", str)], "the field fee was decimal and is string now"),
        ([("fee", str)], [("fee", Money)], "the field fee was string and is object now"),
        ([("note", str)], [("note", str | None)], "was string and is string or null now"),
        ([("note", str | None)], [("note", str)], "was string or null and is string now"),
        ([("note", str)], [("note", tuple[str, ...])], "was string and is array now"),
        (
            [("ids", tuple[str, ...])],
            [("ids", tuple[int, ...])],
            "field ids[] was string and is int",
        ),
        (
            [("note", str, "a")],
            [("note", str, "b")],
            "the default of the field note is another one",
        ),
        ([("state", Three)], [("state", Two)], "was one of lost, new, old and is one of new, old"),
        ([("state", Two)], [("state", Three)], "was one of new, old and is one of lost, new, old"),
        ([("item", Item)], [("item", changed(sku=str))], "the field item.quantity is gone"),
        (
            [("items", tuple[Item, ...])],
            [("items", tuple[changed(sku=str, quantity=str), ...])],
            "the field items[].quantity was integer and is string now",
        ),
        (
            [("item", Item | None, None)],
            [("item", changed(sku=str, quantity=int, size=str) | None, None)],
            "the field item.size is required now",
        ),
    ],
)
def test_a_change_that_readers_could_not_bear_is_refused(past, present, said):
    (sentence,) = breaks(event(*past), event(*present))

    assert said in sentence
    assert "raise `version` and write an @upcasts(" in sentence
    assert sentence.startswith("tradewind.")


def test_a_field_cannot_become_personal():
    sealed, plain = (
        event(("customer_id", UUID), ("note", Personal[str])),
        event(("customer_id", UUID), ("note", str)),
    )

    assert "was string and is personal string now" in breaks(plain, sealed)[0]
    assert "was personal string and is string now" in breaks(sealed, plain)[0]


def test_an_event_keeps_its_aggregate_and_key():
    other = event(("order_id", UUID), aggregate=Aggregate("order", key="order_id"))

    sentences = breaks(event(("order_id", UUID)), other)

    assert "its aggregate was parcel and is order now" in sentences[0]
    assert "its key was parcel_id and is order_id now" in sentences[1]


def test_an_event_may_go_out_to_a_topic_but_never_back_in():
    inside, outside = schema_of(event()), schema_of(event())
    outside["x-event"]["topic"] = "shipping-events"

    assert list(broken_promises(inside, outside)) == []
    assert "its topic was shipping-events and is None now" in next(broken_promises(outside, inside))


@pytest.mark.parametrize(
    ("past", "present"),
    [
        ([], [("note", str, "")]),
        ([("note", str)], [("note", str, "")]),
        ([], [("fee", Money | None, None)]),
        ([("items", tuple[Item, ...])], [("items", tuple[Item, ...]), ("more", str, "")]),
    ],
)
def test_an_event_may_grow_by_fields_with_a_default(past, present, monkeypatch):
    monkeypatch.setattr(examples, "_WORDS", defaultdict(lambda: "a word", examples._WORDS))
    before, after = event(*past), event(*present)

    assert breaks(before, after) == []
    for writer, reader in ((before, after), (after, before)):
        payload = msgspec.json.encode(example_of(writer))
        Draft202012Validator(schema_of(reader)).validate(msgspec.json.decode(payload))
        assert msgspec.json.decode(payload, type=reader).parcel_id == example_id("parcel_id")


def test_words_may_change_at_any_time():
    class Told(event()):
        """The parcel was packed, and somebody says it better."""

        aggregate: ClassVar = PARCEL

    assert breaks(event(), Told) == []


def test_what_was_published_must_stay_readable():
    (sentence,) = unread_types(["tradewind.orders.OrderPlaced.v1", "tradewind.orders.OrderLost.v1"])

    assert sentence.startswith("tradewind.orders.OrderLost.v1 was published, and nothing reads it")
    assert '@upcasts("tradewind.orders.OrderLost.v1")' in sentence


def test_a_published_value_is_compared_by_what_it_holds():
    assert breaks(event(("item", OrderedItem)), event(("item", Item)))
