from decimal import Decimal

import pytest
from django.urls import path

from apps.catalog.models import ProductState
from apps.catalog.urls import urlpatterns as catalog_urls
from shop.operations.listings import rebuild_all_listings
from tests.factories.catalog import (
    CategoryFactory,
    ProductFactory,
    ProductImageFactory,
    StockLevelFactory,
    VariantFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("", lambda request: None), *catalog_urls]


def complete_product(number: int, **values):
    product = ProductFactory(handle=f"tea-{number}", **values)
    VariantFactory(product=product, stock_code=f"TEA-{number}", sku="")
    ProductImageFactory(product=product, address=f"https://a.example/{number}.jpg")
    rebuild_all_listings()
    return product


def test_a_product_is_shown_in_all_its_variants(client):
    shelf = CategoryFactory(handle="tea")
    product = complete_product(
        1, title="Darjeeling", category=shelf, option_names=["Size"], brand="Leaf & Co"
    )
    VariantFactory(
        product=product,
        stock_code="TEA-BIG",
        option_values=["250 g"],
        price=Decimal("9.9"),
        compare_at_price=Decimal(11),
        position=2,
    )
    StockLevelFactory(sku="TEA-BIG", available=3)
    rebuild_all_listings()

    answer = client.get("/api/v1/products/tea-1").json()

    assert answer["title"] == "Darjeeling"
    assert (answer["category"][0]["handle"], answer["brand"], answer["options"]) == (
        "tea",
        "Leaf & Co",
        ["Size"],
    )
    assert [image["address"] for image in answer["images"]] == ["https://a.example/1.jpg"]
    assert answer["variants"][1] == {
        "sku": "TEA-BIG",
        "title": "Darjeeling (250 g)",
        "options": ["250 g"],
        "price": "9.90",
        "compare_at_price": "11.00",
        "currency": "EUR",
        "weight_grams": 250,
        "available": 3,
    }


@pytest.mark.parametrize("state", [ProductState.DRAFT, ProductState.WITHDRAWN])
def test_what_is_not_for_sale_is_not_there(client, state):
    complete_product(1, state=state)

    answer = client.get("/api/v1/products/tea-1")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/products").json()["items"] == []
    assert client.get("/api/v1/categories").json() == {"items": []}


def test_an_unknown_product_is_a_404(client):
    assert client.get("/api/v1/products/nothing").status_code == 404


def test_pages_show_every_product_once_newest_first(client):
    for number in range(45):
        complete_product(number)

    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/v1/products", {"cursor": cursor}).json()
        seen += [item["handle"] for item in page["items"]]
        cursor = page["next"]

    assert seen == [f"tea-{number}" for number in reversed(range(45))]


def test_a_list_takes_the_same_few_statements_however_long(client, django_assert_num_queries):
    for number in range(20):
        complete_product(number, category=CategoryFactory())

    with django_assert_num_queries(1):
        client.get("/api/v1/products")


def test_a_category_shows_its_own_products_only(client):
    complete_product(1, category=CategoryFactory(handle="tea", title="Tea", blurb="Leaves."))
    complete_product(2)

    answer = client.get("/api/v1/products", {"category": "tea"}).json()

    assert [item["handle"] for item in answer["items"]] == ["tea-1"]
    assert client.get("/api/v1/categories").json() == {
        "items": [{"handle": "tea", "title": "Tea", "blurb": "Leaves.", "children": []}]
    }


def test_an_unknown_category_is_a_404(client):
    assert client.get("/api/v1/products", {"category": "nothing"}).status_code == 404


def test_a_cursor_of_ones_own_making_is_refused(client):
    answer = client.get("/api/v1/products", {"cursor": "bm9wZQ=="})

    assert answer.status_code == 422
    assert answer.json()["detail"] == "This cursor does not belong to this list."


def test_an_expired_token_does_not_close_the_shop_window(client):
    answer = client.get("/api/v1/products", headers={"Authorization": "Bearer expired"})

    assert answer.status_code == 200


def test_collections_are_listed(db, client):
    assert client.get("/api/v1/collections").json() == {"items": []}
