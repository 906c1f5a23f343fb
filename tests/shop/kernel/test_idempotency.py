import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from apps.orders.models import Order
from shop.kernel import clock
from shop.kernel.idempotency import forget_old_keys
from tests.apps.orders.conftest import stocked
from tests.apps.orders.test_api import ADA, post, token_of

__all__ = ["stocked"]


@pytest.mark.django_db(transaction=True)
def test_the_same_key_many_times_in_parallel_is_one_order(stocked):
    stocked("TEA-1", units=50)
    answers, barrier = [], threading.Barrier(20)

    def order() -> None:
        client = Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})
        barrier.wait()
        try:
            answers.append(post(client, key="k1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=order) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    created = [answer for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 409]
    assert Order.objects.count() == 1
    assert created
    assert {answer.content for answer in created} == {created[0].content}
    assert all(answer["Retry-After"] == "1" for answer in refused)
    assert len(created) + len(refused) == 20


@pytest.mark.django_db(transaction=True)
def test_a_try_that_was_rolled_back_may_be_repeated_with_its_key(stocked):
    stocked("TEA-1", units=5)
    client = Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})
    unknown = {"lines": [{"sku": "CUP-404", "quantity": 1}], "delivery_address": ADDRESS}

    first = post(client, unknown, key="k1")
    second = post(client, key="k1")

    assert (first.status_code, second.status_code) == (422, 201)


ADDRESS = {
    "name": "Ada",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


@pytest.mark.parametrize("key", ["x" * 256, "tab\tkey"], ids=["too long", "not printable"])
def test_a_key_that_cannot_be_kept_is_refused(stocked, key):
    stocked("TEA-1", units=5)
    client = Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})

    assert post(client, key=key).status_code == 422
    assert not Order.objects.exists()


def test_keys_are_forgotten_after_a_day(stocked):
    stocked("TEA-1", units=5)
    client = Client(headers={"Authorization": f"Bearer {token_of(ADA)}"})
    post(client, key="k1")

    with clock.travelled_to(clock.now() + timedelta(hours=23)):
        kept = forget_old_keys()
    with clock.travelled_to(clock.now() + timedelta(hours=25)):
        forgotten = forget_old_keys()

    assert (kept, forgotten) == (0, 1)
