import threading

import pytest
from django.db import connection
from django.test import Client

from apps.orders.models import Order


@pytest.mark.django_db(transaction=True)
def test_an_impatient_double_click_is_one_order_and_both_answers_lead_to_it(client, choose):
    form = choose()
    both_ready = threading.Barrier(4)
    locations = []

    def click() -> None:
        clicking = Client()
        clicking.cookies = client.cookies
        both_ready.wait()
        locations.append(clicking.post("/checkout", form)["Location"])
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    number = Order.objects.get().number
    assert locations == [f"/orders/{number}/pay"] * 4
