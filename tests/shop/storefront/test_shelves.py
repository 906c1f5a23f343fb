import pytest

from apps.catalog.models import Category, ProductImage
from apps.catalog.services import withdraw_product
from shop.operations.listings import rebuild_all_listings
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import sell, stock


def test_the_home_page_leads_to_shelves_and_goods(client, tea):
    page = Page(client.get("/"))

    assert {"/c/tea", "/p/darjeeling"} <= set(page.links)
    assert "from €6.90" in page.text


def test_an_empty_shop_has_a_home_page_too(client, db):
    assert "The shelves are still empty" in Page(client.get("/")).text


def test_a_shelf_shows_its_goods_page_by_page(client, db):
    for number in range(25):
        sell(f"tea-{number}", prices={f"TEA-{number}": "5.00"}, units=0)

    first, second = Page(client.get("/c/tea")), Page(client.get("/c/tea?page=2"))

    assert len([link for link in first.links if link.startswith("/p/")]) == 24
    assert [link for link in second.links if link.startswith("/p/")] == ["/p/tea-0"]
    assert "?page=2" in first.links
    assert "?page=1" in second.links


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "%00", "²", "9999"])
def test_a_page_that_is_none_is_no_reason_to_fail(client, tea, page):
    assert client.get(f"/c/tea?page={page}").status_code == 200


def test_a_product_is_shown_in_the_variant_that_was_asked_for(client, tea):
    page = Page(client.get("/p/darjeeling?sku=TEA-250"))

    assert "€12.50" in page.text
    assert "€6.90" not in page.text
    assert {"?sku=TEA-100", "?sku=TEA-250"} <= set(page.links)
    assert page.form("/cart/add")["sku"] == "TEA-250"


@pytest.mark.parametrize("sku", ["", "NO-SUCH", "%00", "x" * 3000, "☃"])
def test_an_unknown_variant_shows_the_first_that_is_there(client, tea, sku):
    page = Page(client.get(f"/p/darjeeling?sku={sku}"))

    assert page.form("/cart/add")["sku"] == "TEA-100"


@pytest.mark.parametrize(
    ("units", "words"), [(0, "Sold out"), (1, "Only 1 left"), (5, "Only 5 left"), (6, "In stock")]
)
def test_availability_is_told_in_words(client, db, units, words):
    sell("tea", prices={"TEA-1": "5.00"}, units=units)

    assert words in Page(client.get("/p/tea")).text


def test_choosing_a_size_keeps_the_colour(client, db):
    values = {"A": ("S", "red"), "B": ("S", "blue"), "C": ("M", "red"), "D": ("M", "blue")}
    sell("vest", prices=dict.fromkeys(values, "59.00"), options=("Size", "Colour"), values=values)

    page = Page(client.get("/p/vest?sku=B"))

    assert [link for link in page.links if link.startswith("?sku")] == [
        "?sku=B",
        "?sku=D",
        "?sku=A",
        "?sku=B",
    ]


def test_the_former_price_stands_beside_the_new_one(client, db):
    sell("tea", prices={"TEA-1": "1200.00"}, former="1500.00")

    assert "€1,200.00 before: €1,500.00" in Page(client.get("/p/tea")).text


def test_a_merchants_markup_is_read_but_never_run(client, db):
    text = "<p>Grassy &amp; sweet.</p><script>steal()</script><ul><li onclick=x()>75 °C</li></ul>"
    sell("tea", prices={"TEA-1": "5.00"}, description=text)

    answer = client.get("/p/tea").content.decode()

    assert "Grassy &amp; sweet." in answer
    assert '<p class="item">75 °C</p>' in answer
    assert "steal" not in answer
    assert "onclick" not in answer


@pytest.mark.parametrize(
    "path", ["/p/nothing", "/c/nothing", "/p/%00", "/c/%00", f"/p/{'x' * 999}"]
)
def test_what_nobody_sells_is_not_found(client, tea, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "drifted away" in response.content.decode()


def test_a_withdrawn_product_is_not_found(client, tea, deliver):
    withdraw_product(product_id=tea.id)
    deliver("catalog_listings")

    assert client.get("/p/darjeeling").status_code == 404


def test_a_drawing_is_kept_by_browsers_and_locked_in(client, tea):
    first = client.get(f"/pictures/{tea.id}.svg")
    again = client.get(f"/pictures/{tea.id}.svg", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "max-age=86400" in first["Cache-Control"]
    assert "sandbox" in first["Content-Security-Policy"]
    assert (again.status_code, again.content) == (304, b"")


def test_a_category_has_a_drawing_and_a_stranger_has_none(client, tea):
    category = Category.objects.get(handle="tea")

    assert client.get(f"/pictures/{category.id}.svg").status_code == 200
    assert client.get("/pictures/00000000-0000-0000-0000-000000000000.svg").status_code == 404


def test_an_imported_picture_is_shown_from_where_it_lies(client, tea):
    ProductImage.objects.create(product=tea, address="https://a.example/1.jpg", position=1)
    rebuild_all_listings()

    assert 'src="https://a.example/1.jpg"' in client.get("/p/darjeeling").content.decode()


def test_more_goods_need_no_more_statements(client, tea, django_assert_max_num_queries):
    for number in range(12):
        sell(f"tea-{number}", prices={f"TEA-{number}": "5.00"})
    stock("TEA-1", units=3)

    with django_assert_max_num_queries(8):
        client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/c/tea")
