from datetime import datetime, timedelta
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
from shop.kernel.order_tokens import order_token
from tests.apps.payments.story import balance, give, order_waits
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory, SavedCardFactory

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
        "owed": "12.50",
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


def guest_of(payment) -> Client:
    """A buyer without an account, who has the token of his order."""
    token = order_token(customer_id=payment.customer_id, order_id=payment.order_id)
    return Client(headers={"Order-Token": token})


def test_a_guest_pays_with_the_token_of_his_order(published):
    payment = PaymentFactory()
    guest = guest_of(payment)

    answer = pay(guest, payment.order_id, body={"method": "upi_intent"})

    assert answer.status_code == 201
    assert guest.get(address(payment.order_id)).json()["status"] == "processing"
    assert [event.method for event in published(PaymentRequested)] == ["upi_intent"]


def test_the_token_of_another_order_opens_nothing():
    payment, other = PaymentFactory(), PaymentFactory()

    assert guest_of(other).get(address(payment.order_id)).status_code == 404
    assert pay(guest_of(other), payment.order_id).status_code == 404
    assert not PaymentAttempt.objects.exists()


def test_a_token_neither_shows_nor_spends_the_wallet():
    payment = PaymentFactory()
    give(payment.customer_id, "20.00")
    guest = guest_of(payment)

    shown = guest.get(address(payment.order_id)).json()
    answer = pay(guest, payment.order_id, body={"method": "wallet"})

    assert (shown["wallet_balance"], "wallet" in shown["methods"]) == (None, False)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Sign in to use your wallet or your saved cards."
    assert balance(payment.customer_id) == 20


def test_what_the_buyer_has_to_do_is_told(ada):
    payment = PaymentFactory(customer_id=ADA)
    expires_at = clock.now() + timedelta(minutes=5)
    PaymentAttemptFactory(
        payment=payment,
        method="upi_intent",
        state=AttemptState.NEEDS_ACTION,
        action_kind="upi_intent",
        action_url="upi://pay?am=12.50",
        action_page="https://gateway.example/1",
        action_expires_at=expires_at,
    )

    answer = ada.get(address(payment.order_id)).json()

    assert answer["status"] == "requires_action"
    assert datetime.fromisoformat(answer["next_action"].pop("expires_at")) == expires_at
    assert answer["next_action"] == {
        "kind": "upi_intent",
        "url": "upi://pay?am=12.50",
        "page": "https://gateway.example/1",
    }


def test_a_wallet_pays_at_once(ada):
    payment = order_waits(customer_id=ADA)
    give(ADA, "20.00")

    answer = pay(ada, payment.order_id, body={"method": "wallet"})

    assert answer.status_code == 201
    assert (answer.json()["status"], answer.json()["methods"]) == ("succeeded", [])


def test_too_little_in_the_wallet_is_a_conflict_with_the_amounts(ada):
    payment = order_waits(customer_id=ADA)
    give(ADA, "3.00")

    answer = pay(ada, payment.order_id, body={"method": "wallet"}, key="click")
    give(ADA, "10.00")
    again = pay(ada, payment.order_id, body={"method": "wallet"}, key="click")

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "insufficient_balance")
    assert (problem["balance"], problem["needed"]) == ("3.00", "12.50")
    assert again.status_code == 201


def test_a_wallet_tells_what_came_and_went_newest_first(ada):
    payment = order_waits(customer_id=ADA)
    give(ADA, "20.00")
    pay(ada, payment.order_id, body={"method": "wallet"})
    give(new_id(), "99.00")

    wallet = ada.get("/api/v1/wallet").json()

    assert wallet["balances"] == [{"amount": "7.50", "currency": "EUR"}]
    assert [(one["reason"], one["amount"], one["balance"]) for one in wallet["items"]] == [
        ("payment", "-12.50", "7.50"),
        ("goodwill", "20.00", "20.00"),
    ]
    assert [one["order_id"] for one in wallet["items"]] == [str(payment.order_id), None]
    assert wallet["next"] is None


def test_a_long_wallet_goes_on_on_the_next_page(ada, django_assert_max_num_queries):
    for _ in range(21):
        give(ADA, "1.00")

    with django_assert_max_num_queries(3):
        first = ada.get("/api/v1/wallet").json()
    second = ada.get("/api/v1/wallet", {"cursor": first["next"]}).json()

    assert (len(first["items"]), len(second["items"])) == (20, 1)
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}


def test_strangers_have_no_wallet(db):
    assert Client().get("/api/v1/wallet").status_code == 401


def test_saved_cards_are_shown_paid_with_and_removed(ada):
    card = SavedCardFactory(customer_id=ADA)
    payment = PaymentFactory(customer_id=ADA)
    shown = ada.get("/api/v1/payment-methods").json()

    paid = pay(ada, payment.order_id, body={"method": "card", "saved_card": str(card.id)})
    removed = ada.delete(f"/api/v1/payment-methods/{card.id}")
    again = ada.delete(f"/api/v1/payment-methods/{card.id}")

    (told,) = shown["cards"]
    assert (told["id"], told["brand"], told["last4"]) == (str(card.id), "Visa", "4242")
    assert "token" not in told
    assert paid.status_code == 201
    assert PaymentAttempt.objects.get().token == card.token
    assert (removed.status_code, again.status_code) == (204, 404)
    assert ada.get("/api/v1/payment-methods").json() == {"cards": []}


@pytest.mark.parametrize("body", [{"token": "tok_1", "save": True}, {"saved_card": str(new_id())}])
def test_who_has_only_the_token_of_an_order_uses_no_saved_cards(body):
    payment = PaymentFactory(customer_id=ADA)
    token = order_token(customer_id=ADA, order_id=payment.order_id)
    guest = Client(headers={"Order-Token": token})

    answer = pay(guest, payment.order_id, body={"method": "card", **body})

    assert answer.status_code == 403
    assert not PaymentAttempt.objects.exists()
