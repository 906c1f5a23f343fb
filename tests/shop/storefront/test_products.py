import json
import re

import pytest

from apps.catalog.services.handles import change_handle
from shop.operations.listings import rebuild_all_listings
from tests.factories.catalog import AttributeValueFactory
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import sell


def test_a_product_is_shown_in_the_variant_that_was_asked_for(client, tea):
    page = Page(client.get("/p/darjeeling?sku=TEA-250"))

    assert "€12.50" in page.text
    assert "€6.90" not in page.text
    assert {"?sku=TEA-100", "?sku=TEA-250"} <= set(page.links)
    assert page.form("/cart/add")["sku"] == "TEA-250"


def test_what_variants_differ_in_is_not_said_of_the_whole_product(client, db):
    values = {"SHORT": ("180 cm",), "LONG": ("260 cm",)}
    cloth = sell("cloth", prices=dict.fromkeys(values, "79.00"), options=("Length",), values=values)
    for label, value in (("Length", "one of two"), ("Weave", "Plain")):
        AttributeValueFactory(product=cloth, choice__label=value, choice__attribute__label=label)
    rebuild_all_listings()

    page = Page(client.get("/p/cloth?sku=SHORT"))

    assert "Weave Plain" in page.text
    assert "one of two" not in page.text


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
    assert "<li>75 °C</li>" in answer
    assert "steal" not in answer
    assert "onclick" not in answer


def test_plain_words_come_in_paragraphs(client, db):
    sell("tea", prices={"TEA-1": "5.00"}, description="Sweet & grassy.\n\nFrom the hills.")

    answer = client.get("/p/tea").content.decode()

    assert "<p>Sweet &amp; grassy.</p>" in answer
    assert "<p>From the hills.</p>" in answer


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x onerror=steal()>",
        "<a href='javascript:steal()'>here</a>",
        "<svg><script>steal()</script></svg>",
        "<math><mtext><style><img src=x onerror=steal()></style></mtext></math>",
        "<p style='background:url(//steal)'>x</p>",
        "<iframe src='//steal'></iframe>",
        "<form action='//steal'><button>Go</button></form>",
        "<h1 onclick=steal()>Big</h1>",
        "<!--><script>steal()</script>-->",
    ],
)
def test_nothing_that_could_steal_is_left_of_a_description(client, db, markup):
    sell("tea", prices={"TEA-1": "5.00"}, description=f"<p>Good tea.</p>{markup}")

    answer = client.get("/p/tea").content.decode()
    prose = answer.partition('<div class="prose">')[2].partition("</div>")[0]

    assert "Good tea." in prose
    assert "steal" not in prose
    assert "<h1" not in prose


def test_a_former_handle_leads_to_the_present_one_for_good(client, tea, deliver):
    change_handle(product_id=tea.id, handle="darjeeling-first-flush")
    deliver("catalog_listings")

    response = client.get("/p/darjeeling")

    assert (response.status_code, response["Location"]) == (301, "/p/darjeeling-first-flush")


def structured(answer):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer)
    return {data["@type"]: data for data in map(json.loads, blocks)}


def test_programs_are_told_what_it_costs_and_whether_it_is_there(client, tea):
    data = structured(client.get("/p/darjeeling").content.decode())

    offers = data["Product"]["offers"]
    assert (offers["lowPrice"], offers["highPrice"]) == ("6.90", "12.50")
    assert {offer["sku"] for offer in offers["offers"]} == {"TEA-100", "TEA-250"}
    assert offers["offers"][0]["availability"] == "https://schema.org/InStock"
    assert [item["name"] for item in data["BreadcrumbList"]["itemListElement"]] == [
        "Tradewind",
        "Tea",
    ]


def test_a_title_cannot_end_the_data(client, db):
    sell("tea", title="</script><script>steal()</script>", prices={"TEA-1": "5.00"})

    answer = client.get("/p/tea").content.decode()

    assert "<script>steal" not in answer
    assert structured(answer)["Product"]["name"] == "</script><script>steal()</script>"


def test_every_variant_has_one_canonical_address(client, tea, settings):
    answer = client.get("/p/darjeeling?sku=TEA-250").content.decode()

    assert f'<link rel="canonical" href="{settings.SHOP_URL}/p/darjeeling">' in answer
    assert '<meta property="og:title" content="Darjeeling">' in answer


def test_a_product_in_four_hundred_variants_is_still_a_light_page(client, db):
    values = {f"S-{n}": (f"size {n % 20}", f"colour {n // 20}") for n in range(400)}
    prices = dict.fromkeys(values, "9.00")
    sell("vest", prices=prices, options=("Size", "Colour"), values=values, units=0)

    response = client.get("/p/vest")

    assert len(response.content) < 60_000


def test_a_product_page_needs_few_statements(client, tea, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get("/p/darjeeling")
