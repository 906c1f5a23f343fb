from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import jwt
import pytest
from django.conf import settings
from django.test import Client

from apps.payments.models import AttemptState, PaymentAttempt, PaymentState
from shop.events.payments import PaymentRequested
from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("apps.payments.urls")]

ADA = UUID(int=1)


@pytest.fixture
def ada() -> Client:
    expiry = clock.now() + timedelta(minutes=5)
    claims = {"sub": str(ADA), "token_type": "access", "exp": expiry}
    token = jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")
    return Client(headers={"Authorization": f"Bearer {token}"})


def address(order_id: UUID) -> str:
    return f"/api/v1/orders/{order_id}/payment"


def pay(client: Client, order_id: UUID, *, body: object = None, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"{address(order_id)}-attempts",
        {"method": "card", "token": "tok_1"} if body is None else body,
        content_type="application/json",
        headers=headers,
    )


def test_a_payment_that_nobody_tried_asks_for_a_card(ada):
    payment = PaymentFactory(customer_id=ADA)

    answer = ada.get(address(payment.order_id))

    assert answer.status_code == 200
    assert answer.json() == {
        "order_id": str(payment.order_id),
        "status": "requires_payment_method",
        "amount": "12.50",
        "currency": "EUR",
        "captured": "0.00",
        "refunded": "0.00",
        "decline_reason": "",
        "decline_sentence": "",
        "methods": ["card", "upi_intent", "upi_collect", "wallet"],
        "wallet_balance": "0.00",
        "next_action": None,
        "attempts": [],
    }


def test_a_declined_payment_says_why_and_asks_for_another_card(ada):
    payment = PaymentFactory(customer_id=ADA)
    PaymentAttemptFactory(
        payment=payment, over=True, state=AttemptState.DECLINED, reason="insufficient_funds"
    )

    answer = ada.get(address(payment.order_id)).json()

    assert answer["status"] == "requires_payment_method"
    assert answer["decline_reason"] == "insufficient_funds"
    assert answer["decline_sentence"] == "There was not enough money on the card."
    assert [attempt["status"] for attempt in answer["attempts"]] == ["declined"]


@pytest.mark.parametrize(
    ("state", "word"), [(PaymentState.PAID, "succeeded"), (PaymentState.CLOSED, "canceled")]
)
def test_the_end_of_a_payment_is_told_in_the_words_of_front_ends(ada, state, word):
    payment = PaymentFactory(customer_id=ADA, paid=True)
    payment.state = state
    payment.save()

    assert ada.get(address(payment.order_id)).json()["status"] == word


def test_paying_starts_an_attempt_and_never_shows_the_token(ada, published):
    payment = PaymentFactory(customer_id=ADA)

    answer = pay(ada, payment.order_id, body={"method": "card", "token": "tok_secret"})

    assert answer.status_code == 201
    assert answer.json()["status"] == "processing"
    assert "tok_secret" not in answer.content.decode()
    assert PaymentAttempt.objects.get().token == "tok_secret"  # noqa: S105
    assert len(published(PaymentRequested)) == 1


def test_a_double_click_is_one_attempt(ada, published):
    payment = PaymentFactory(customer_id=ADA)

    first = pay(ada, payment.order_id, key="click")
    second = pay(ada, payment.order_id, key="click")

    assert second.content == first.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert len(published(PaymentRequested)) == 1


def test_the_same_key_with_another_token_is_refused(ada):
    payment = PaymentFactory(customer_id=ADA)
    pay(ada, payment.order_id, key="click")

    assert (
        pay(
            ada, payment.order_id, key="click", body={"method": "card", "token": "tok_2"}
        ).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(PaymentState.PAID, "paid already"), (PaymentState.CLOSED, "was cancelled")],
)
def test_what_is_over_is_not_paid(ada, published, state, sentence):
    payment = PaymentFactory(customer_id=ADA, captured=Decimal("12.50"), state=state)

    answer = pay(ada, payment.order_id)

    assert answer.status_code == 409
    assert sentence in answer.json()["detail"]
    assert published(PaymentRequested) == []


def test_somebody_elses_payment_does_not_exist(ada, published):
    payment = PaymentFactory(customer_id=new_id())

    assert ada.get(address(payment.order_id)).status_code == 404
    assert pay(ada, payment.order_id).status_code == 404
    assert published(PaymentRequested) == []


def test_strangers_have_to_log_in():
    payment = PaymentFactory()

    assert Client().get(address(payment.order_id)).status_code == 401
    assert pay(Client(), payment.order_id).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": "tok_1"},
        {"method": "cash"},
        {"method": "card"},
        {"method": "card", "token": 7},
        {"method": "card", "token": "x" * 256},
        {"method": "card", "token": "a b"},
        {"method": "card", "card": "4242"},
        {"method": "upi_collect", "vpa": "ada"},
        {"method": "upi_collect", "token": "ada@bank"},
        {"method": "upi_intent", "return_url": "javascript:alert(1)"},
    ],
)
def test_a_body_that_cannot_pay_is_refused(ada, published, body):
    payment = PaymentFactory(customer_id=ADA)

    assert pay(ada, payment.order_id, body=body).status_code == 422
    assert published(PaymentRequested) == []
