from decimal import Decimal

import pytest
from django.urls import path

from apps.catalog.models import ProductState
from apps.catalog.urls import urlpatterns as catalog_urls
from shop.operations.listings import rebuild_all_listings
from tests.factories.catalog import (
    CategoryFactory,
    CollectionEntryFactory,
    CollectionFactory,
    FormerHandleFactory,
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
        "lowest_price_30_days": None,
        "currency": "EUR",
        "weight_grams": 250,
        "available": 3,
        "when_sold_out": "deny",
        "promised_for": None,
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


def test_a_list_shows_prices_and_availability(client):
    complete_product(1)

    (item,) = client.get("/api/v1/products").json()["items"]

    assert (item["price_from"], item["price_to"], item["currency"]) == ("12.50", "12.50", "EUR")
    assert (item["is_available"], item["skus"]) == (False, ["TEA-1"])


def test_a_search_is_counted_and_narrowed_down_by_facets(client):
    complete_product(1, title="Green Tea", brand="Leaf")
    complete_product(2, title="Black Tea", brand="Leaf")
    complete_product(3, title="White Tea", brand="Root")

    answer = client.get(
        "/api/v1/products", {"q": "taes", "facets": "yes", "f.brand": "Leaf"}
    ).json()

    assert {item["title"] for item in answer["items"]} == {"Green Tea", "Black Tea"}
    assert (answer["total"], answer["corrected"]) == (2, "tea")
    assert answer["facets"] == [
        {
            "name": "brand",
            "label": "Brand",
            "values": [
                {"value": "Leaf", "count": 2, "is_chosen": True},
                {"value": "Root", "count": 1, "is_chosen": False},
            ],
        }
    ]


@pytest.mark.parametrize(
    "question",
    [
        "sort=best",
        "price_from=x",
        "price_to=NaN",
        "price_to=-1",
        "available=1",
        "facets=no",
        "cursor=x",
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client, question):
    answer = client.get(f"/api/v1/products?{question}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_who_has_an_answer_already_gets_no_second_one(client):
    complete_product(1)
    first = client.get("/api/v1/products/tea-1")

    again = client.get("/api/v1/products/tea-1", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_an_old_handle_leads_to_the_new_one(client):
    product = complete_product(1)
    FormerHandleFactory(handle="old-tea", product=product)

    answer = client.get("/api/v1/products/old-tea")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/products/tea-1")


def test_a_category_and_collections_are_shown(client):
    shelf = CategoryFactory(handle="tea", title="Tea")
    product = complete_product(1, category=shelf)
    CollectionEntryFactory(product=product, collection=CollectionFactory(handle="new", title="New"))
    CollectionFactory(handle="empty")
    rebuild_all_listings()

    assert client.get("/api/v1/categories/tea").json()["title"] == "Tea"
    assert client.get("/api/v1/categories/nothing").status_code == 404
    assert [each["handle"] for each in client.get("/api/v1/collections").json()["items"]] == ["new"]


def test_suggestions_go_on_with_what_was_typed(client):
    complete_product(1, title="Darjeeling")

    answer = client.get("/api/v1/search/suggestions", {"q": "darj"}).json()

    assert answer["items"][0] == {"kind": "product", "text": "Darjeeling", "handle": "tea-1"}
