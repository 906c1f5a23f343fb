import pytest

from apps.catalog.models import Category, ProductImage
from apps.catalog.services import create_category, withdraw_product
from shop.operations.listings import rebuild_all_listings
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import sell, stock


def test_the_home_page_leads_to_shelves_and_goods(client, tea):
    page = Page(client.get("/"))

    assert {"/c/tea", "/p/darjeeling"} <= set(page.links)
    assert "from €6.90" in page.text


def test_an_empty_shop_has_a_home_page_too(client, db):
    assert "The shelves are still empty" in Page(client.get("/")).text


def goods_on(page):
    return [link for link in page.links if link.startswith("/p/")]


def test_a_shelf_shows_its_goods_page_by_page(client, db):
    for number in range(25):
        sell(f"tea-{number}", prices={f"TEA-{number}": "5.00"}, units=0)

    first, second = Page(client.get("/c/tea")), Page(client.get("/c/tea?page=2"))

    assert len(goods_on(first)) == 24
    assert goods_on(second) == ["/p/tea-0"]
    assert "?page=2" in first.links
    assert "?" in second.links
    assert "25 products" in first.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "%00", "²", "9999"])
def test_a_page_that_is_none_is_no_reason_to_fail(client, tea, page):
    assert client.get(f"/c/tea?page={page}").status_code == 200


@pytest.fixture
def cups(db):
    """A red and a blue cup of Alma for 10, one of Berta for 20 that is sold out."""
    for handle, brand, price, units in (
        ("red", "Alma", "10.00", 3),
        ("blue", "Alma", "10.00", 3),
        ("old", "Berta", "20.00", 0),
    ):
        sell(handle, prices={handle.upper(): price}, units=units, brand=brand)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("f.brand=Alma", {"/p/red", "/p/blue"}),
        ("f.brand=Alma&f.brand=Berta", {"/p/red", "/p/blue", "/p/old"}),
        ("there=1", {"/p/red", "/p/blue"}),
        ("from=15", {"/p/old"}),
        ("to=15", {"/p/red", "/p/blue"}),
        ("f.brand=Berta&there=1", set()),
    ],
)
def test_a_list_is_narrowed_down_by_its_form(client, cups, query, found):
    assert set(goods_on(Page(client.get(f"/c/tea?{query}")))) == found


def test_counts_stay_right_beside_what_is_chosen(client, cups):
    page = Page(client.get("/c/tea?f.brand=Alma"))

    assert "Alma 2" in page.text
    assert "Berta 1" in page.text


def test_what_was_chosen_can_be_taken_away_one_by_one_or_all_at_once(client, cups):
    page = Page(client.get("/c/tea?q=cup&f.brand=Alma&to=15&sort=price&page=2"))

    assert "?q=cup&sort=price&to=15" in page.links
    assert "?f.brand=Alma&q=cup&sort=price" in page.links
    assert "?q=cup&sort=price" in page.links


def test_the_cheapest_may_come_first(client, cups):
    assert goods_on(Page(client.get("/c/tea?sort=-price")))[0] == "/p/old"
    assert goods_on(Page(client.get("/c/tea?sort=price")))[-1] == "/p/old"


@pytest.mark.parametrize(
    "query",
    [
        "f.brand=%00",
        "f.=x",
        "f.nothing=there&f.brand=" + "x" * 300,
        "from=NaN&to=Infinity",
        "from=-1&to=1e400",
        "from=" + "9" * 3000,
        "sort=;drop",
        "there=maybe",
        "q=%00",
        "q=" + "x" * 3000,
        "q=%27%22%3C%3E%28%29%26%7C%21%3A*",
        "&".join(f"f.brand={number}" for number in range(500)),
        "utm_source=mail",
    ],
)
@pytest.mark.parametrize("path", ["/c/tea", "/search", "/search/suggestions"])
def test_whatever_stands_in_an_address_a_list_is_shown(client, tea, path, query):
    assert client.get(f"{path}?{query}").status_code == 200


def test_a_search_finds_by_words_and_forgives_a_slip(client, tea, cups):
    found = Page(client.get("/search?q=darjeling"))

    assert goods_on(found) == ["/p/darjeeling"]
    assert "darjeeling" in found.text.lower()


def test_who_finds_nothing_is_shown_what_may_be_meant_and_what_there_is(client, tea):
    page = Page(client.get("/search?q=daredevil"))

    assert "Nothing found for “daredevil”" in page.text
    assert "Did you mean Darjeeling" in page.text
    assert "All departments Tea" in page.text
    assert goods_on(page).count("/p/darjeeling") == 2


def test_filters_that_fit_nothing_are_taken_away_with_one_click(client, cups):
    page = Page(client.get("/c/tea?f.brand=Berta&there=1"))

    assert "Nothing fits all of these filters" in page.text
    assert "All departments" not in page.text
    assert "?" in page.links


def test_a_page_past_the_end_leads_back_to_the_first(client, tea):
    page = Page(client.get("/c/tea?page=9&sort=name"))

    assert "The list ends before this page" in page.text
    assert "?sort=name" in page.links


def test_a_shop_without_goods_says_so(client, db):
    assert "nothing for sale here just now" in Page(client.get("/search")).text


def test_what_was_searched_for_is_shown_as_it_was_typed_and_never_run(client, tea):
    answer = client.get("/search?q=<script>alert(1)</script>").content.decode()

    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)" in answer


def test_while_somebody_types_the_goods_are_suggested(client, tea):
    page = Page(client.get("/search/suggestions?q=darj"))

    assert "/p/darjeeling" in page.links


def test_narrowed_lists_are_not_for_search_engines(client, cups, settings):
    whole = client.get("/c/tea?page=2").content.decode()
    narrowed = client.get("/c/tea?f.brand=Alma").content.decode()

    assert f'<link rel="canonical" href="{settings.SHOP_URL}/c/tea?page=2">' in whole
    assert "noindex" not in whole
    assert "noindex" in narrowed


def test_a_department_leads_to_its_parts_and_back(client, tea):
    tea_shelf = Category.objects.get(handle="tea")
    create_category(handle="black", title="Black tea", parent_id=tea_shelf.id)
    sell("assam", prices={"ASSAM": "7.00"}, shelf="black")

    above, below = Page(client.get("/c/tea")), Page(client.get("/c/black"))

    assert "/c/black" in above.links
    assert {"/p/assam", "/p/darjeeling"} <= set(goods_on(above))
    assert goods_on(below) == ["/p/assam"]
    assert "/c/tea" in below.links


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
