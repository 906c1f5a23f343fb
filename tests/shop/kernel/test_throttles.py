"""The budget of a caller, as seen over HTTP."""

from uuid import UUID

import pytest
from django.test import Client

from shop.kernel import limits
from shop.kernel.identity import new_id
from tests.apps.orders.test_api import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.RATE_LIMITS = True
    settings.API_READS_PER_MINUTE = 3
    settings.API_WRITES_PER_MINUTE = 2
    limits._breaker.close()


@pytest.fixture
def ada() -> Client:
    return client_of(new_id())


def client_of(customer_id: UUID) -> Client:
    return Client(headers={"Authorization": f"Bearer {token_of(customer_id)}"})


def read(client: Client):
    return client.get("/api/v1/orders")


def write(client: Client):
    return client.post("/api/v1/orders", "{}", content_type="application/json")


def test_every_answer_says_what_is_left(ada):
    answers = [read(ada) for _ in range(2)]

    assert [answer["RateLimit-Policy"] for answer in answers] == ['"api-reads";q=3;w=60'] * 2
    assert [answer["RateLimit"].partition(";t=")[0] for answer in answers] == [
        '"api-reads";r=2',
        '"api-reads";r=1',
    ]


def test_who_asks_too_often_is_told_when_to_come_back(ada):
    answers = [read(ada) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["code"] == "throttled"
    assert answers[-1]["RateLimit"].startswith('"api-reads";r=0;t=')


def test_reads_do_not_use_up_the_budget_of_writes(ada):
    for _ in range(4):
        read(ada)

    assert [write(ada).status_code for _ in range(3)] == [422, 422, 429]


def test_each_customer_has_a_budget_of_his_own(ada):
    for _ in range(4):
        read(ada)

    assert read(client_of(new_id())).status_code == 200


def test_strangers_are_counted_by_their_address():
    address = f"203.0.113.{new_id().int % 250}"
    asked = [
        Client(REMOTE_ADDR=address).get("/api/v1/products").get("RateLimit", "") for _ in range(2)
    ]

    assert [text.partition(";t=")[0] for text in asked] == ['"api-reads";r=2', '"api-reads";r=1']


def test_whoever_runs_the_shop_on_this_machine_is_not_counted():
    answer = Client(REMOTE_ADDR="127.0.0.1").get("/api/v1/products")

    assert "RateLimit" not in answer


@pytest.mark.parametrize("firm", ["payments", "shipping"])
def test_what_firms_call_back_is_never_refused_for_its_number(firm):
    client = Client(REMOTE_ADDR="203.0.113.7")

    answers = [
        client.post(f"/callbacks/{firm}/sandbox", "{}", "application/json") for _ in range(4)
    ]

    assert {answer.status_code for answer in answers} == {400}
