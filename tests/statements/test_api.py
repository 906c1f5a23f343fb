"""How many statements every operation of the API needs; more rows need no more."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from apps.accounts.rules.secrets import new_secret
from apps.accounts.services import open_session
from apps.inventory.models import Hold, Reservation, Stock
from apps.inventory.services import join_waiting_list
from apps.orders.services import add_to_cart, open_guest_cart
from apps.shipping.models import Shipment
from shop.kernel.identity import new_id
from shop.kernel.order_tokens import order_token
from tests.api.operations import Operation, operations
from tests.factories.accounts import PASSWORD, MailedTokenFactory
from tests.factories.orders import VoucherFactory
from tests.statements.counting import statements_of
from tests.statements.world import SKU, SOLD_OUT, STALLS, World, world_of

# With an idempotency key, which is looked up and kept in two of them; without those that only begin
# and end a transaction.
STATEMENTS = {
    "add_address": 7,
    "add_to_cart": 4,
    "addresses": 1,
    "ask_for_order_link": 4,
    "ask_for_return": 12,
    "ask_for_verification": 8,
    "asked_cancellations": 3,
    "cancel_items": 27,
    "cancel_order": 11,
    "cart": 1,
    "categories": 1,
    "category": 1,
    "change_address": 7,
    "change_email": 7,
    "change_own_account": 5,
    "change_password": 8,
    "check_out": 14,
    "choose_phone_channel": 4,
    "collections": 1,
    "end_all_sessions": 3,
    "end_session": 2,
    "explain_order": 8,
    "export_own_data": 3,
    "forgot_password": 4,
    "leave": 9,
    "leave_line": 8,
    "log_in": 2,
    "log_out": 2,
    "look_up_order": 4,
    "merge_carts": 10,
    "more_time_for_order": 11,
    "open_cart": 3,
    "order": 2,
    "order_invoice": 3,
    "order_invoices": 3,
    "order_returns": 3,
    "order_timeline": 3,
    "orders": 2,
    "own_account": 1,
    "payment": 3,
    "phone_channel": 1,
    "place_in_line": 2,
    "place_order": 11,
    "prefer_address": 7,
    "price_history": 2,
    "product": 1,
    "products": 2,
    "put_voucher_into_cart": 6,
    "quote": 2,
    "refresh_session": 2,
    "register": 9,
    "remove_address": 7,
    "remove_from_cart": 5,
    "remove_saved_card": 5,
    "reset_password": 11,
    "saved_cards": 1,
    "search_suggestions": 1,
    "seats": 1,
    "sessions": 1,
    "set_cart_quantity": 6,
    "shipment": 1,
    "stand_in_line": 7,
    "start_payment_attempt": 12,
    "stock": 3,
    "take_voucher_out": 5,
    "verify_email": 8,
    "wallet": 2,
}
NEW_PASSWORD = "difference engine"  # noqa: S105 - of nobody


def wish(world: World) -> dict[str, Any]:
    lines = [{"sku": sku, "quantity": 1} for sku in world.skus]
    return {**example("place_order"), "lines": lines}


def guest_cart(world: World) -> dict[str, Any]:
    cart = open_guest_cart()
    for sku in world.skus:
        add_to_cart(customer_id=cart.customer_id, sku=sku, quantity=1)
    return {"cart_token": cart.token}


def example(name: str) -> Any:
    return next(one.example for one in operations() if one.name == name)


def mailed(world: World, kind: str) -> dict[str, Any]:
    secret = new_secret()
    MailedTokenFactory(user=world.user, kind=kind, secret=secret)
    return {"token": secret}


def refresh(world: World) -> dict[str, Any]:
    return {"refresh": open_session(customer_id=world.user.customer_id).refresh}


def in_line(world: World) -> None:
    join_waiting_list(sku=SOLD_OUT, customer_id=world.user.customer_id)


def sent_back(world: World) -> dict[str, Any]:
    """All of an order that its buyer has got."""
    order = world.sent_order
    order.lines.update(shipped=F("quantity"))
    type(order).objects.filter(pk=order.pk).update(state="delivered")
    lines = [{"line_id": str(line.id), "quantity": line.quantity} for line in order.lines.all()]
    return {"lines": lines, "reason": "damaged"}


def left_out(world: World) -> dict[str, Any]:
    """One unit of every line of a paid order that no courier knows of."""
    order = world.sent_order
    order.lines.update(quantity=2, gross=25, shipped=0)
    type(order).objects.filter(pk=order.pk).update(state="confirmed", total=F("total") * 2)
    Hold.objects.filter(reservation=order.pk).update(quantity=2)
    Stock.objects.filter(sku__in=world.skus).update(reserved=F("reserved") + 1)
    Reservation.objects.filter(pk=order.pk).update(state="committed")
    parcels = [{"sku": sku, "quantity": 2} for sku in world.skus]
    Shipment.objects.filter(order_id=order.pk).update(
        state="requested", claims=0, courier_id="", parcels=parcels
    )
    lines = [{"line_id": str(line.id), "quantity": 1} for line in order.lines.all()]
    return {"lines": lines, "reason": "changed_mind"}


def with_voucher(_: World) -> dict[str, Any]:
    return {"code": VoucherFactory(code="AUTUMN-10").code}


BODIES: dict[str, Callable[[World], Any]] = {
    "place_order": wish,
    "put_voucher_into_cart": with_voucher,
    "merge_carts": guest_cart,
    "look_up_order": lambda world: {
        "number": world.order.number,
        "token": order_token(customer_id=world.user.customer_id, order_id=world.order.id),
    },
    "ask_for_order_link": lambda world: {"number": world.order.number, "email": world.user.email},
    "ask_for_return": sent_back,
    "cancel_items": left_out,
    "leave": lambda _: {"password": PASSWORD},
    "verify_email": lambda _: {"email": "countess@example.com", "password": PASSWORD},
    "change_email": lambda world: mailed(world, "email_verification"),
    "log_in": lambda world: {"email": world.user.email, "password": PASSWORD},
    "change_password": lambda _: {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
    "forgot_password": lambda world: {"email": world.user.email},
    "reset_password": lambda world: {
        **mailed(world, "password_reset"),
        "new_password": NEW_PASSWORD,
    },
    "refresh_session": refresh,
    "log_out": refresh,
    "place_in_line": in_line,
    "leave_line": in_line,
}
NAMED: dict[str, dict[str, str]] = {
    "category": {"handle": "tea"},
    "seats": {"sku": STALLS},
    "place_in_line": {"sku": SOLD_OUT},
    "stand_in_line": {"sku": SOLD_OUT},
    "leave_line": {"sku": SOLD_OUT},
}
OF_SENT_ORDER = {"shipment", "ask_for_return", "cancel_items"}
QUESTIONS = {
    "quote": "?country=DE",
    "search_suggestions": "?q=mate",
    "products": "?q=mate&category=tea",
}


def statements(operation: Operation, world: World) -> int:
    path = operation.path.format(**_named(operation, world))
    body = BODIES.get(operation.name, lambda _: operation.example)(world)
    member = world.member
    return statements_of(
        lambda: member.generic(
            operation.method.upper(),
            path + QUESTIONS.get(operation.name, ""),
            "" if operation.method == "get" else json.dumps(body),
            content_type="application/json",
            headers={"Idempotency-Key": str(new_id())},
        )
    )


def _named(operation: Operation, world: World) -> dict[str, Any]:
    order = world.sent_order if operation.name in OF_SENT_ORDER else world.order
    return {
        "sku": SKU,
        "handle": "darjeeling",
        "order_id": order.id,
        "address_id": world.address.id,
        "session_id": world.session.id,
        "card_id": world.card.id,
        "invoice_id": world.invoice.id,
        **NAMED.get(operation.name, {}),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("many", [2, 9])
def test_every_operation_needs_as_many_statements_as_ever(many, deliver):
    world = world_of(many, deliver)

    needed = {operation.name: statements(operation, world) for operation in operations()}

    assert needed == STATEMENTS
