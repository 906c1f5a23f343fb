import json
from datetime import datetime, timedelta
from uuid import UUID

import jwt
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.inventory.models import Reservation
from apps.orders.models import Order, OrderState
from shop.kernel import clock
from shop.kernel.identity import new_id
from tests.factories.orders import OrderFactory, OrderLineFactory, PromotionFactory

ADA = UUID(int=1)
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}
BODY = {"lines": [{"sku": "TEA-1", "quantity": 2}], "delivery_address": ADDRESS}


def token_of(customer_id: UUID, *, lasts: timedelta = timedelta(minutes=5)) -> str:
    claims = {"sub": str(customer_id), "token_type": "access", "exp": clock.now() + lasts}
    return jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")


@pytest.fixture
def ada() -> Client:
    return Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})


def post(client: Client, body: object = BODY, *, key: str = "", path: str = "/api/v1/orders"):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, body, content_type="application/json", headers=headers)


def test_an_order_is_placed(stocked, ada):
    stocked("TEA-1", units=5)

    response = post(ada)

    assert response.status_code == 201
    assert response.json()["state"] == "pending_payment"
    assert response.json()["total"] == "25.00"
    assert Order.objects.get().customer_id == ADA


def test_amounts_are_whole_cents_now_and_later(stocked, ada):
    stocked("TEA-1", units=5)

    placed = post(ada).json()
    later = ada.get(f"/api/v1/orders/{placed['id']}").json()

    assert (placed["total"], placed["lines"][0]["unit_price"]) == ("25.00", "12.50")
    assert later == placed


def test_a_shortage_is_a_409_with_the_lines_and_its_facts_are_kept(stocked, ada):
    stocked("TEA-1", units=1)

    response = post(ada)

    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["lines"] == [{"sku": "TEA-1", "wanted": 2, "available": 1}]
    assert Order.objects.get().state == OrderState.REJECTED


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twice_is_one_order_and_the_same_answer(stocked, ada):
    stocked("TEA-1", units=5)

    first, second = post(ada, key="k1"), post(ada, key="k1")

    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_replayed_refusal_is_the_same_refusal(stocked, ada):
    stocked("TEA-1", units=1)

    first, second = post(ada, key="k1"), post(ada, key="k1")

    assert (first.status_code, second.status_code) == (409, 409)
    assert first.content == second.content
    assert second["Content-Type"] == "application/problem+json"


@pytest.mark.django_db(transaction=True)
def test_the_same_key_with_another_body_is_refused(stocked, ada):
    stocked("TEA-1", units=5)
    post(ada, key="k1")

    response = post(ada, {**BODY, "lines": [{"sku": "TEA-1", "quantity": 1}]}, key="k1")

    assert response.status_code == 422
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_keys_of_two_customers_are_two_keys(stocked, ada):
    stocked("TEA-1", units=5)
    bob = Client(headers={"Authorization": f"Bearer {token_of(UUID(int=2))}"})

    assert [post(client, key="k1").status_code for client in (ada, bob)] == [201, 201]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**BODY, "lines": [{"sku": "CUP-404", "quantity": 1}]}, 422),
        ({**BODY, "lines": [{"sku": "TEA-1", "quantity": 0}]}, 422),
        ({**BODY, "lines": [{"sku": "TEA-1", "quantity": -1}]}, 422),
        ({**BODY, "lines": [{"sku": "TEA-1", "quantity": 10**30}]}, 422),
        ({**BODY, "lines": [{"sku": "TEA-1", "quantity": 1.5}]}, 422),
        ({**BODY, "lines": []}, 422),
        ({**BODY, "lines": [{"sku": "TEA\x00", "quantity": 1}]}, 422),
        ({**BODY, "delivery_address": {**ADDRESS, "country": "Britain"}}, 422),
        ({**BODY, "delivery_address": {**ADDRESS, "name": "Ada\x00"}}, 422),
        ({**BODY, "email": "nobody"}, 422),
        ({**BODY, "coupon": "FREE"}, 422),
        ({"lines": BODY["lines"]}, 422),
        ([], 422),
        ("", 422),
    ],
    ids=str,
)
def test_a_body_that_cannot_work_is_a_problem_document(stocked, ada, body, status):
    stocked("TEA-1", units=5)

    response = post(ada, json.dumps(body))

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]
    assert not Order.objects.exists()


def test_a_postal_code_of_another_country_is_refused_by_a_sentence(stocked, ada):
    stocked("TEA-1", units=5)

    response = post(ada, {**BODY, "delivery_address": {**ADDRESS, "country": "DE"}})

    sentence = "A postal code of Germany has five digits, like 20457."
    assert (response.status_code, response.json()["detail"]) == (422, sentence)
    assert response.json()["fields"] == {"postal_code": [sentence]}
    assert not Order.objects.exists()


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b'{"lines": [', b"nil"])
def test_malformed_json_is_a_400(db, ada, raw):
    response = post(ada, raw)

    assert response.status_code == 400
    assert response.json()["code"] == "malformed_request"


def test_an_oversized_body_is_a_413(db, ada):
    response = post(ada, b" " * (64 * 1024 + 1))

    assert response.status_code == 413


def test_another_content_type_is_a_415(db, ada):
    response = ada.post("/api/v1/orders", "sku=TEA-1", content_type="text/plain")

    assert response.status_code == 415


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer nonsense", "Bearer ", f"Bearer {token_of(ADA, lasts=timedelta(seconds=-1))}"],
    ids=["none", "nonsense", "empty", "expired"],
)
def test_without_a_valid_token_nothing_is_ordered(db, authorization):
    headers = {"Authorization": authorization} if authorization else {}

    response = post(Client(headers=headers))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == "application/problem+json"
    assert "access token" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/orders/{id}", "/api/v1/orders/{id}/cancel"])
def test_somebody_elses_order_does_not_exist(db, ada, path):
    order = OrderFactory(customer_id=UUID(int=2))
    address = path.format(id=order.id)

    response = ada.get(address) if not path.endswith("cancel") else post(ada, {}, path=address)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_pending_order_is_cancelled_at_once(db, ada):
    line = OrderLineFactory(order=OrderFactory(customer_id=ADA))

    response = post(ada, {}, path=f"/api/v1/orders/{line.order_id}/cancel")

    assert response.status_code == 200
    assert response.json()["state"] == "cancelled"
    assert response.json()["lines"][0]["cancelled"] == line.quantity


def test_a_buyer_gets_more_time_to_pay_up_to_a_limit(stocked, ada):
    stocked("TEA-1", units=5)
    order = post(ada).json()
    path = f"/api/v1/orders/{order['id']}/more-time"
    pay_by = datetime.fromisoformat(order["pay_by"])

    answers = []
    for minutes in (-1, 9, 18, 27):
        with clock.travelled_to(pay_by + timedelta(minutes=minutes)):
            answers.append(post(ada, {}, path=path))

    assert [answer.status_code for answer in answers] == [200, 200, 200, 409]
    assert datetime.fromisoformat(answers[0].json()["pay_by"]) > pay_by
    assert "cannot be kept any longer" in answers[3].json()["detail"]
    assert Order.objects.get().pay_by == Reservation.objects.get().expires_at


def test_a_paid_order_needs_no_more_time(db, ada):
    order = OrderFactory(customer_id=ADA, state=OrderState.CONFIRMED)

    response = post(ada, {}, path=f"/api/v1/orders/{order.id}/more-time")

    assert response.status_code == 409
    assert "Only an order that waits for its payment" in response.json()["detail"]


def test_a_confirmed_order_is_stopped_by_request(db, ada):
    order = OrderFactory(customer_id=ADA, state=OrderState.CONFIRMED)

    response = post(ada, {}, path=f"/api/v1/orders/{order.id}/cancel")

    assert response.status_code == 202
    assert response.json()["cancellation_requested"] is True


def test_a_delivered_order_cannot_be_cancelled(db, ada):
    order = OrderFactory(customer_id=ADA, state=OrderState.DELIVERED)

    response = post(ada, {}, path=f"/api/v1/orders/{order.id}/cancel")

    assert response.status_code == 409
    assert response.json()["detail"] == "A delivered order cannot become cancelled."
    assert (response.json()["code"], response.json()["allowed"]) == ("illegal_move", [])


def test_the_list_goes_on_where_the_last_page_ended(db, ada):
    orders = OrderFactory.create_batch(23, customer_id=ADA)
    OrderFactory(customer_id=new_id())

    first = ada.get("/api/v1/orders").json()
    second = ada.get("/api/v1/orders", {"cursor": first["next"]}).json()

    seen = [item["id"] for page in (first, second) for item in page["items"]]
    assert seen == [str(order.id) for order in reversed(orders)]
    assert second["next"] is None


def test_a_foreign_cursor_is_refused(db, ada):
    assert ada.get("/api/v1/orders", {"cursor": "AAAA"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_placing_an_order_needs_no_more_statements_than_promised(
    stocked, ada, django_assert_max_num_queries
):
    stocked("TEA-1", units=50)
    post(ada, key="warm")

    # Twelve, and BEGIN and COMMIT.
    with django_assert_max_num_queries(14):
        post(ada, {**BODY, "payment_token": "tok_4242424242424242"}, key="hot")


@pytest.mark.django_db(transaction=True)
def test_promotions_cost_an_order_one_statement_however_many_there_are(stocked, ada):
    stocked("TEA-1", units=50)
    post(ada, key="warm")

    statements = []
    for promotions in (0, 1, 5):
        PromotionFactory.create_batch(promotions)
        with CaptureQueriesContext(connection) as asked:
            answer = post(
                ada, {**BODY, "payment_token": "tok_4242424242424242"}, key=f"{promotions}"
            )
        assert (answer.json()["discount"] == "0.00") is not bool(promotions)
        statements.append(len(asked))

    without = statements[0]
    assert statements == [without, without + 1, without + 1]


def test_a_page_is_as_long_as_asked(stocked, ada):
    stocked("TEA-1", units=9)
    for _ in range(3):
        post(ada)

    first = ada.get("/api/v1/orders", {"limit": 2}).json()
    second = ada.get("/api/v1/orders", {"limit": 2, "cursor": first["next"]}).json()

    assert [len(first["items"]), len(second["items"])] == [2, 1]
    assert second["next"] is None


def test_orders_are_found_by_state_and_time(stocked, ada):
    stocked("TEA-1", units=9)
    placed_at = post(ada).json()["placed_at"]
    cancelled = post(ada).json()
    ada.post(f"/api/v1/orders/{cancelled['id']}/cancel")

    by_state = ada.get("/api/v1/orders", {"state": "cancelled"}).json()["items"]
    before = ada.get("/api/v1/orders", {"placed_before": placed_at}).json()["items"]
    after = ada.get("/api/v1/orders", {"placed_after": placed_at}).json()["items"]

    assert [order["id"] for order in by_state] == [cancelled["id"]]
    assert before == []
    assert len(after) == 2


@pytest.mark.parametrize(
    "question",
    [
        {"limit": 0},
        {"limit": 101},
        {"state": "lost"},
        {"placed_after": "2026-01-01"},
        {"placed_before": "0.5"},
        {"colour": 1},
    ],
)
def test_a_question_that_does_not_fit_is_refused(db, ada, question):
    answer = ada.get("/api/v1/orders", question)

    assert answer.status_code == 422
    assert next(iter(question)) in answer.json()["detail"]
