"""A gateway takes every question and says nothing, for as long as it likes."""

import re

import httpx
import pytest

from apps.payments.models import PaymentAttempt
from tests.journeys.shopper import APPROVED, eventually

LONGEST_CALL = 5
"""Seconds; the budget of a call is two, and the next larger measure of the metrics is five."""


@pytest.fixture
def silence(sandbox):
    """`silence(seconds)`: for so long the first gateway takes what is asked and says nothing."""

    def play(seconds: float) -> None:
        with sandbox.client() as gateway:
            said = gateway.post("/control/silence", json={"seconds": seconds, "firm": "gateway"})
            said.raise_for_status()

    yield play
    play(0)


@pytest.fixture
def metric(worker_metrics):
    """`metric(name, **labels)`: what the worker tells of itself now."""

    def value(name: str, **labels: str) -> float:
        text = httpx.get(f"http://{worker_metrics}/metrics", trust_env=False).text
        wanted = [f'{label}="{word}"' for label, word in labels.items()]
        for line in re.findall(rf"^{name}{{.*$", text, re.MULTILINE):
            if all(one in line for one in wanted):
                return float(line.split()[-1])
        return 0.0

    return value


def test_orders_go_on_while_a_gateway_hangs_and_it_is_asked_again_when_it_is_back(
    shopper, silence, metric
):
    def breaker_is(state: str) -> bool:
        name = "outside_breaker_state"
        return metric(name, firm="The gateway", outside_breaker_state=state) == 1

    silence(3600)
    orders = [shopper.buys("TEA-1", 1, token=APPROVED).json()["id"] for _ in range(4)]

    for order_id in orders:
        shopper.sees(order_id, payment_status="paid")
    eventually(lambda: breaker_is("open"))
    assert metric("payment_attempts_passed_on_total", gateway="sandbox", to="soap") >= 4

    last = shopper.buys("TEA-1", 1, token=APPROVED).json()["id"]
    shopper.sees(last, payment_status="paid")
    assert _captured_by() == ["soap"] * 5
    eventually(lambda: metric("outside_calls_withheld_total", firm="The gateway") >= 1)
    asked = {"firm": "The gateway", "outcome": "unreachable"}
    in_time = metric("outside_call_seconds_bucket", **asked, le=f"{LONGEST_CALL:.1f}")
    assert in_time == metric("outside_call_seconds_count", **asked) >= 4

    silence(0)
    eventually(lambda: breaker_is("closed"))
    eventually(lambda: not PaymentAttempt.objects.filter(due_at__isnull=False).exists())
    assert _captured_by() == ["soap"] * 5


def test_a_gateway_that_is_back_is_the_first_one_again(shopper):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()

    shopper.sees(order["id"], payment_status="paid")

    eventually(lambda: _captured_by() == ["sandbox"])


def _captured_by() -> list[str]:
    captured = PaymentAttempt.objects.filter(state="captured").order_by("created_at")
    return list(captured.values_list("gateway", flat=True))
