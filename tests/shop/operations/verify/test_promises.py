"""Orders are paid for once a bank keeps their money, and charged once they left."""

from datetime import timedelta

import pytest

from apps.orders.models import OrderState
from shop.kernel import clock
from shop.operations.verify import Standing, verified
from shop.operations.verify.findings import TIME_TO_FINISH
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory

pytestmark = pytest.mark.django_db(transaction=True)
LATER = TIME_TO_FINISH + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _own_topics(settings, tmp_path) -> None:
    settings.TOPICS_DIR = tmp_path
    settings.KAFKA_BOOTSTRAP_SERVERS = ""


def about_money() -> set[tuple[str, Standing]]:
    rules = {
        "confirmed orders are paid",
        "what left the house is charged",
        "the parts of a payment add up",
        "attempts and refunds come to an end",
    }
    findings = verified().findings
    return {(one.invariant, one.standing) for one in findings if one.invariant in rules}


def promised(order_state: str, **attempt: object):
    order = OrderFactory(state=order_state, total=25)
    OrderLineFactory(order=order)
    payment = PaymentFactory(order_id=order.id, amount=25, state="authorised")
    return PaymentAttemptFactory(payment=payment, held=True, **attempt)


def test_a_confirmed_order_whose_money_a_bank_keeps_is_paid_for():
    promised(OrderState.CONFIRMED)

    assert about_money() == set()
    with clock.travelled_to(clock.now() + timedelta(days=5)):
        assert about_money() == set()


def test_a_bank_that_keeps_too_little_is_found():
    promised(OrderState.CONFIRMED, amount=20)

    assert about_money() == {
        ("confirmed orders are paid", Standing.BROKEN),
        ("the parts of a payment add up", Standing.BROKEN),
    }


def test_what_left_is_charged_soon():
    promised(OrderState.SHIPPED)

    assert about_money() == {("what left the house is charged", Standing.OPEN)}
    with clock.travelled_to(clock.now() + LATER):
        assert about_money() == {("what left the house is charged", Standing.BROKEN)}


def test_what_was_asked_for_comes_in_time():
    promised(OrderState.CONFIRMED, state="authorised", held_until=clock.now())

    assert about_money() == set()
    with clock.travelled_to(clock.now() + LATER):
        assert ("attempts and refunds come to an end", Standing.BROKEN) in about_money()


def test_what_left_and_will_not_be_charged_is_owed():
    attempt = promised(OrderState.SHIPPED, state="voided", held_until=None, due_at=None)
    attempt.payment.state = "lapsed"
    attempt.payment.save()

    assert about_money() == {("confirmed orders are paid", Standing.OPEN)}
    with clock.travelled_to(clock.now() + LATER):
        assert about_money() == {("confirmed orders are paid", Standing.BROKEN)}
