"""Payloads of older versions become payloads of today's, one step after the other."""

import pytest

from shop.events import upcasting
from shop.events.registry import UnknownEvent, event_types, readable_types, todays_type
from shop.events.upcasting import upcasted, upcasted_type, upcasts

PLACED = "tradewind.orders.OrderPlaced.v"


@pytest.fixture(autouse=True)
def _own_upcasters(monkeypatch):
    monkeypatch.setattr(upcasting, "_upcasters", {})


def test_a_payload_goes_through_every_version_in_turn():
    upcasts(f"{PLACED}8")(lambda payload: {**payload, "steps": [8]})
    upcasts(f"{PLACED}9")(lambda payload: {**payload, "steps": [*payload["steps"], 9]})

    assert upcasted(f"{PLACED}8", {"number": "A"}) == {"number": "A", "steps": [8, 9]}
    assert upcasted_type(f"{PLACED}8") == f"{PLACED}10"


def test_a_payload_of_today_stays_as_it_is():
    assert upcasted(f"{PLACED}1", {"number": "A"}) == {"number": "A"}
    assert upcasted_type(f"{PLACED}1") == f"{PLACED}1"


def test_a_version_has_one_upcaster():
    upcasts(f"{PLACED}1")(dict)

    with pytest.raises(ValueError, match="has an upcaster already"):
        upcasts(f"{PLACED}1")(dict)


@pytest.mark.parametrize("name", ["OrderPlaced", "tradewind.orders.OrderPlaced", "OrderPlaced.v1"])
def test_only_a_versioned_type_can_be_upcasted(name):
    with pytest.raises(ValueError, match=r"no type like tradewind\.orders\.OrderPlaced\.v1"):
        upcasts(name)


def test_a_type_that_leads_to_no_class_is_unknown():
    upcasts(f"{PLACED}8")(dict)

    with pytest.raises(UnknownEvent, match=r"OrderPlaced\.v8"):
        todays_type(f"{PLACED}8")


def test_older_types_are_read_by_the_class_of_today():
    older = f"{PLACED}0"
    upcasts(older)(dict)

    assert readable_types() == {**event_types(), older: event_types()[f"{PLACED}1"]}
