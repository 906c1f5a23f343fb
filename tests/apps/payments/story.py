"""Tells payments what the other contexts would tell it, and looks into the gateway's books."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import httpx

from apps.payments.gateways import gateway_named
from apps.payments.models import Payment, PaymentAttempt
from apps.payments.queries import balance_of
from apps.payments.rules import GatewayMove, Instrument, Method
from apps.payments.services import choose_gateway, credit_wallet, keep_callback, record_charge
from shop.events.base import Event, Money
from shop.events.orders import OrderCancelled, OrderPendingPayment, RefundGranted
from shop.kernel import clock, jobs
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.shop.sandbox.process import SandboxProcess

PRICE = Money(amount=Decimal("12.50"), currency="EUR")

T = TypeVar("T")


@unit_of_work
def happen(event: Event) -> None:
    """The event, as the context that owns it would publish it."""
    publish(event)


def order_waits(*, token: str = "", customer_id: UUID | None = None) -> Payment:
    """An order of 12.50 euros is held and waits; returns its payment."""
    order_id = new_id()
    happen(
        OrderPendingPayment(
            order_id=order_id,
            number=f"T-{order_id.hex[-8:]}",
            customer_id=customer_id or new_id(),
            total=PRICE,
            payment_token=token,
        )
    )
    return Payment.objects.get(order_id=order_id)


def card(token: str) -> Instrument:
    return Instrument(method=Method.CARD, token=token)


def order_is_cancelled(payment: Payment, *, reason: str = "requested") -> None:
    happen(
        OrderCancelled(
            order_id=payment.order_id,
            number="T-1",
            customer_id=payment.customer_id,
            items=(),
            total=PRICE,
            reason=reason,
        )
    )


def refund_is_granted(payment: Payment, amount: str, *, credit_id: UUID | None = None) -> UUID:
    """The buyer is owed so many euros; returns the id of the credit."""
    credit_id = credit_id or new_id()
    happen(
        RefundGranted(
            order_id=payment.order_id,
            number="T-1",
            customer_id=payment.customer_id,
            credit_id=credit_id,
            amount=Money(amount=Decimal(amount), currency="EUR"),
            reason="undelivered",
        )
    )
    return credit_id


def give(customer_id: UUID, amount: str, *, key: str = "") -> None:
    """The shop puts so many euros into the customer's wallet."""
    credit_wallet(
        customer_id=customer_id,
        amount=Money(amount=Decimal(amount), currency="EUR"),
        reason="goodwill",
        key=key or str(new_id()),
    )


def balance(customer_id: UUID) -> Decimal:
    """How many euros the customer's wallet holds."""
    return balance_of(customer_id, currency="EUR").amount


def attempt_of(payment: Payment, number: int = 1) -> PaymentAttempt:
    return PaymentAttempt.objects.get(payment=payment, number=number)


def charges_of(sandbox: SandboxProcess, attempt: PaymentAttempt) -> list[dict[str, Any]]:
    """What the gateway has in its books for the attempt."""
    with sandbox.client() as client:
        found = client.get("/gateway/charges", params={"reference": str(attempt.id)})
    return found.json()


def charge_of(sandbox: SandboxProcess, attempt: PaymentAttempt) -> dict[str, Any]:
    """The attempt's one and only charge."""
    (charge,) = charges_of(sandbox, attempt)
    return charge


def approval_page(sandbox: SandboxProcess, attempt: PaymentAttempt) -> str:
    """Where the buyer decides about the attempt: a page of the bank, or of the UPI app."""
    address: str = charge_of(sandbox, attempt)["action"]["page"]
    return address


def press(page: str, decision: str) -> None:
    """The buyer presses the button, `approve` or `refuse`; it may be too late."""
    pressed = httpx.post(page, data={"decision": decision}, trust_env=False)
    assert pressed.status_code in {200, 303}


def decide(sandbox: SandboxProcess, attempt: PaymentAttempt, decision: str) -> None:
    """The buyer finds the page and presses the button, `approve` or `refuse`."""
    press(approval_page(sandbox, attempt), decision)


def settle(sandbox: SandboxProcess, attempt: PaymentAttempt) -> None:
    """The bank behind the gateway has made up its mind: yes."""
    with sandbox.client() as client:
        client.post(f"/control/charges/{charge_of(sandbox, attempt)['id']}/settle")


def callbacks_of(sandbox: SandboxProcess, attempt: PaymentAttempt) -> list[dict[str, Any]]:
    """What the gateway wants to tell about the attempt, oldest first."""
    with sandbox.client() as client:
        kept = client.get("/control/callbacks").json()
    bodies = [one["body"] for one in reversed(kept)]
    return [body for body in bodies if body["data"]["reference"] == str(attempt.id)]


def tell_all(sandbox: SandboxProcess, attempt: PaymentAttempt) -> None:
    """Every message of the gateway about the attempt arrives."""
    for body in callbacks_of(sandbox, attempt):
        keep_callback(provider="sandbox", event_id=body["id"], body=json.dumps(body))


@contextmanager
def later(**length: float) -> Iterator[None]:
    """`later(minutes=5)`: within the block, so much time has passed."""
    with clock.travelled_to(clock.now() + timedelta(**length)):
        yield


def claimed(attempt: PaymentAttempt) -> PaymentAttempt:
    """The attempt in the hands of a worker who is about to ask, and may never come back."""
    mine = jobs.claim(PaymentAttempt, attempt.id)
    mine.gateway = "sandbox"
    choose_gateway(attempt_id=mine.id, claims=mine.claims, gateway=mine.gateway)
    return mine


def authorised_by_lost_worker(attempt: PaymentAttempt) -> str:
    """A worker got the amount authorised, recorded it, and died; returns the charge's id."""
    mine = claimed(attempt)
    charge = gateway_named("sandbox").authorise(
        reference=str(mine.id),
        amount=PRICE,
        instrument=mine.instrument,
        key=mine.key_for("authorise"),
    )
    record_charge(attempt_id=mine.id, claims=mine.claims, charge=charge)
    return charge.id


def captured_by_lost_worker(attempt: PaymentAttempt) -> None:
    """A worker took the money and died before it could say so."""
    charge_id = authorised_by_lost_worker(attempt)
    gateway_named("sandbox").capture(
        charge_id, amount=PRICE, key=attempt.key_for(GatewayMove.CAPTURE)
    )
