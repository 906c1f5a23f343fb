from datetime import timedelta

import pytest

from apps.inventory.models import Waiting, WhenSoldOut
from apps.inventory.services import agree_on_terms, open_tickets
from shop.kernel import clock
from tests.apps.inventory.queues import let_wait
from tests.apps.inventory.story import place_order, place_ticket_order, tickets
from tests.factories.inventory import StockFactory, WarehouseFactory

pytestmark = pytest.mark.django_db


def test_everybody_may_ask_what_can_be_bought(client):
    StockFactory(sku="TEA", on_hand=5)
    place_order(("TEA", 2))

    response = client.get("/api/v1/stock/TEA")

    assert response.status_code == 200
    assert response.json() == {
        "sku": "TEA",
        "available": 3,
        "when_sold_out": "deny",
        "promised_for": None,
    }


def test_what_is_sold_out_says_whether_it_can_be_waited_for(client):
    day = clock.now().date() + timedelta(days=9)
    let_wait(available_from=day)
    agree_on_terms(sku="NEW", waiting=Waiting(when_sold_out=WhenSoldOut.PREORDER))

    tea, new = (client.get(f"/api/v1/stock/{sku}").json() for sku in ("TEA", "NEW"))

    assert tea == {
        "sku": "TEA",
        "available": 0,
        "when_sold_out": "backorder",
        "promised_for": day.isoformat(),
    }
    assert (new["when_sold_out"], new["promised_for"]) == ("preorder", None)


def test_a_sku_may_contain_slashes_and_spaces(client):
    StockFactory(sku="TEA/GREEN 100", on_hand=5)

    assert client.get("/api/v1/stock/TEA/GREEN%20100").json()["available"] == 5


@pytest.mark.parametrize("sku", ["UNKNOWN", "%00", "A" * 3000])
def test_a_sku_that_is_not_stocked_is_not_found(client, sku):
    response = client.get(f"/api/v1/stock/{sku}")

    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


def test_everybody_may_ask_which_seats_are_free(client):
    WarehouseFactory()
    open_tickets(sku="STALLS/1", warehouse="MAIN", seats=["A1", "A2"])
    place_ticket_order(tickets("STALLS/1", 0, "A2"))

    response = client.get("/api/v1/seats/STALLS/1")

    assert response.json() == {
        "sku": "STALLS/1",
        "capacity": 2,
        "available": 1,
        "seats": [
            {"number": 1, "seat": "A1", "state": "available"},
            {"number": 2, "seat": "A2", "state": "reserved"},
        ],
    }


@pytest.mark.parametrize("sku", ["TEA", "UNKNOWN", "%00", "A" * 3000])
def test_goods_have_no_seats(client, sku):
    StockFactory(sku="TEA")

    assert client.get(f"/api/v1/seats/{sku}").status_code == 404
