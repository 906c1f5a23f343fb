"""The same `Idempotency-Key` twice makes one effect, on every endpoint that changes something."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.orders.models import Order, OrderLine
from apps.orders.services import open_guest_cart
from tests.api.operations import operations
from tests.apps.orders.conftest import stocked
from tests.apps.orders.test_api import token_of
from tests.factories.accounts import PASSWORD, SavedAddressFactory, UserFactory
from tests.factories.notifications import ContactFactory
from tests.factories.orders import ShippingRateFactory, VoucherFactory
from tests.factories.payments import SavedCardFactory

__all__ = ["stocked"]

pytestmark = pytest.mark.django_db

SKU = "TEA-DARJ-250"
# A question in the shape of a POST, so that no token stands in an address.
QUESTIONS = {"look_up_order"}
KEYED = {
    operation.name: operation
    for operation in operations()
    if operation.method != "get" and operation.path.startswith("/api/")
}


class Member:
    """Somebody signed in, with an address, a phone, and goods to buy."""

    def __init__(self) -> None:
        self.user = UserFactory()
        self.address = SavedAddressFactory(user=self.user)
        ContactFactory(customer_id=self.user.customer_id, phone="+494012345")
        token = token_of(self.user.customer_id)
        self._client = Client(headers={"Authorization": f"Bearer {token}"})

    def ask(self, name: str, body: Any = None, *, key: str = "", **ids: Any):
        operation = KEYED[name]
        return self._client.generic(
            operation.method.upper(),
            operation.path.format(**ids),
            json.dumps(operation.example if body is None else body),
            content_type="application/json",
            headers={"Idempotency-Key": key} if key else {},
        )


@pytest.fixture
def member(stocked) -> Member:
    stocked(SKU, units=5)
    ShippingRateFactory(zone__is_default=True)
    return Member()


def filled(member: Member) -> dict[str, Any]:
    member.ask("add_to_cart")
    return {}


def unpaid(member: Member) -> dict[str, Any]:
    body = {**KEYED["place_order"].example, "payment_token": ""}
    return {"order_id": member.ask("place_order", body).json()["id"]}


def sold_out(member: Member) -> dict[str, Any]:
    example = KEYED["place_order"].example
    member.ask("place_order", {**example, "lines": [{"sku": SKU, "quantity": 5}]})
    return {"sku": SKU}


def in_line(member: Member) -> dict[str, Any]:
    member.ask("stand_in_line", **sold_out(member))
    return {"sku": SKU}


def delivered(member: Member) -> dict[str, Any]:
    """An order of one thing, which its buyer has, and the wish to send it back."""
    asked = unpaid(member)
    Order.objects.filter(pk=asked["order_id"]).update(state="delivered")
    line = OrderLine.objects.get(order=asked["order_id"])
    line.shipped = line.quantity
    line.save(update_fields=["shipped"])
    lines = [{"line_id": str(line.id), "quantity": 1}]
    return {**asked, "body": {"lines": lines, "reason": "changed_mind"}}


def with_card(member: Member) -> dict[str, Any]:
    return {"card_id": SavedCardFactory(customer_id=member.user.customer_id).id}


def confirmed(member: Member) -> dict[str, Any]:
    """A paid order of one thing, whose parcel has to be stopped, and the wish to cancel it."""
    asked = unpaid(member)
    Order.objects.filter(pk=asked["order_id"]).update(state="confirmed")
    line = OrderLine.objects.get(order=asked["order_id"])
    lines = [{"line_id": str(line.id), "quantity": line.quantity}]
    return {**asked, "body": {"lines": lines, "reason": "changed_mind"}}


ARRANGED: dict[str, Callable[[Member], dict[str, Any]]] = {
    "set_cart_quantity": lambda member: {"sku": SKU},
    "remove_from_cart": lambda member: {**filled(member), "sku": SKU},
    "merge_carts": lambda member: {"body": {"cart_token": open_guest_cart().token}},
    "check_out": filled,
    "put_voucher_into_cart": lambda _: {"body": {"code": VoucherFactory().code}},
    "leave": lambda member: {"body": {"password": PASSWORD}},
    "change_address": lambda member: {"address_id": member.address.id},
    "remove_address": lambda member: {"address_id": member.address.id},
    "prefer_address": lambda member: {"address_id": member.address.id},
    "ask_for_return": delivered,
    "cancel_items": confirmed,
    "cancel_order": unpaid,
    "more_time_for_order": unpaid,
    "stand_in_line": sold_out,
    "leave_line": in_line,
    "start_payment_attempt": unpaid,
    "remove_saved_card": with_card,
}


@pytest.mark.parametrize("name", sorted(KEYED.keys() - QUESTIONS))
def test_the_second_time_gets_the_first_answer(member, name):
    asked = ARRANGED.get(name, lambda member: {})(member)

    first = member.ask(name, key="once", **asked)
    second = member.ask(name, key="once", **asked)

    assert first.status_code < 300, first.content
    assert "Idempotent-Replayed" not in first
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("name", ["add_to_cart", "add_address", "place_order"])
def test_a_key_belongs_to_one_body(member, name):
    member.ask(name, key="once")

    answer = member.ask(name, {**KEYED[name].example, "other": 1}, key="once")

    assert answer.status_code == 422
