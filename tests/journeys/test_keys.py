"""The same key a hundred times at once, over real HTTP: one order, one capture."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from apps.orders.models import Order
from apps.payments.models import PaymentAttempt
from tests.apps.payments.story import charges_of
from tests.faults.insisting import Insisting
from tests.journeys.shopper import APPROVED, Member
from tests.together import at_once

HUNDRED = 100


@pytest.fixture
def insistent(shopper, live_server) -> Iterator[Member]:
    """Somebody whose phone asks again under the same key until there is an answer."""
    with Member(live_server.url, transport=Insisting()) as somebody:
        yield somebody


def told_once(answers: list[httpx.Response]) -> Any:
    """The one outcome that everybody was told, and nearly everybody as a repetition."""
    assert {answer.status_code for answer in answers} == {httpx.codes.CREATED}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) <= 1
    return answers[0].json()


def charges_at_gateway(sandbox) -> list[dict[str, Any]]:
    """Every charge that the gateway knows of any attempt."""
    attempts = PaymentAttempt.objects.all()
    return [charge for attempt in attempts for charge in charges_of(sandbox, attempt)]


def test_a_cart_is_ordered_and_charged_once(insistent, sandbox):
    insistent.puts_into_cart("TEA-1", 1)

    answers = at_once([partial(insistent.checks_out, token=APPROVED, key="once")] * HUNDRED)

    order = told_once(answers)["order"]
    insistent.sees(order["id"], state="delivered", payment_status="paid")
    assert Order.objects.count() == 1
    assert insistent.payment(order["id"])["captured"] == order["total"]
    assert [charge["captured"] for charge in charges_at_gateway(sandbox)] == [order["total"]]


def test_an_order_is_paid_once(insistent, sandbox):
    order = insistent.buys("TEA-1", 1).json()
    pay = partial(insistent.pays_by, order["id"], method="card", token=APPROVED, key="once")

    told_once(at_once([pay] * HUNDRED))

    insistent.sees(order["id"], state="delivered", payment_status="paid")
    assert [charge["captured"] for charge in charges_at_gateway(sandbox)] == [order["total"]]
