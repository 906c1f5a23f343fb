"""Every schema accepts exactly what the codec writes."""

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from shop.events.catalog import ProductPricesPlanned
from shop.events.orders import OrderPlaced
from shop.events.registry import event_types
from shop.events.suppliers import PurchaseOrderPlaced
from shop.kernel.outbox.codec import encode
from shop.operations.contracts.examples import SEALED_TEXT, example_of
from shop.operations.contracts.schemas import schema_of

every_event = pytest.mark.parametrize(
    "event_type", event_types().values(), ids=lambda e: e.__name__
)


def validate(payload, event_type):
    schema = schema_of(event_type)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(payload)


def payload_of(event_type):
    """What the codec makes of an instance of the event."""
    return msgspec.json.decode(encode(example_of(event_type, personal="Ada Byron")))


@every_event
def test_what_the_codec_writes_is_what_the_schema_says(event_type, db):
    payload = payload_of(event_type)

    validate(payload, event_type)
    assert "Ada Byron" not in str(payload)
    assert set(payload) == set(schema_of(event_type)["properties"])


@every_event
def test_the_example_is_what_the_codec_writes_but_for_the_sealing(event_type, db):
    def unsealed(part):
        if isinstance(part, dict):
            return {name: unsealed(each) for name, each in part.items()}
        if isinstance(part, list):
            return [unsealed(each) for each in part]
        return SEALED_TEXT if str(part).startswith("sealed.v1.") else part

    example = msgspec.json.decode(msgspec.json.encode(example_of(event_type)))

    assert unsealed(payload_of(event_type)) == example


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("email",), "ada@example.com"),
        (("delivery_address", "name"), "Ada"),
        (("order_id",), "42"),
        (("total", "amount"), 12.5),
        (("total", "amount"), "12,50"),
        (("items",), {}),
        (("shipping",), "free"),
    ],
)
def test_anything_else_is_refused(place, wrong, db):
    payload = payload_of(OrderPlaced)
    *parents, leaf = place
    part = payload
    for parent in parents:
        part = part[parent]
    part[leaf] = wrong

    with pytest.raises(ValidationError):
        validate(payload, OrderPlaced)


def test_only_fields_with_a_default_may_lack(db):
    payload = payload_of(OrderPlaced)
    del payload["lookup_token"]
    validate(payload, OrderPlaced)

    del payload["number"]
    with pytest.raises(ValidationError, match="'number' is a required property"):
        validate(payload, OrderPlaced)


def test_moments_say_what_they_are():
    assert schema_of(ProductPricesPlanned)["properties"]["since"]["format"] == "date-time"


def test_the_docstring_is_the_description():
    assert schema_of(OrderPlaced)["description"].startswith("A customer wants to buy. Whoever owns")


def test_the_id_is_what_records_name_as_their_schema():
    assert schema_of(OrderPlaced)["$id"] == "urn:tradewind:schema:tradewind.orders.OrderPlaced.v1"


def test_a_day_is_a_date_and_no_moment():
    assert schema_of(PurchaseOrderPlaced)["properties"]["expected_on"]["format"] == "date"

    payload = payload_of(PurchaseOrderPlaced)
    validate(payload, PurchaseOrderPlaced)
    with pytest.raises(ValidationError):
        validate({**payload, "expected_on": "2026-03-01T09:30:00Z"}, PurchaseOrderPlaced)
