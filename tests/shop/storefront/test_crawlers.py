import pytest

from shop.storefront.views import crawlers
from tests.shop.storefront.shelf import sell

pytestmark = pytest.mark.django_db


def test_programs_are_led_to_the_map_and_kept_from_carts(client):
    answer = client.get("/robots.txt").content.decode()

    assert "Disallow: /cart" in answer
    assert answer.endswith("/sitemap.xml\n")


def test_the_map_leads_to_everything_for_sale(client, tea, settings):
    index = client.get("/sitemap.xml").content.decode()
    goods = client.get("/sitemaps/products-1.xml")

    assert f"<loc>{settings.SHOP_URL}/sitemaps/products-1.xml</loc>" in index
    assert f"<loc>{settings.SHOP_URL}/p/darjeeling</loc>" in goods.content.decode()
    assert goods["Content-Type"].startswith("application/xml")
    assert "/c/tea</loc>" in client.get("/sitemaps/departments.xml").content.decode()


def test_a_large_shop_has_several_maps(client, tea, monkeypatch):
    monkeypatch.setattr(crawlers, "PRODUCTS_PER_MAP", 1)
    sell("assam", prices={"ASSAM": "5.00"})

    assert "products-2.xml" in client.get("/sitemap.xml").content.decode()
    assert "/p/assam" in client.get("/sitemaps/products-2.xml").content.decode()


@pytest.mark.parametrize("number", ["0", "2", "999999", "9999999", "x", "-1"])
def test_a_map_of_nothing_is_not_found(client, tea, number):
    assert client.get(f"/sitemaps/products-{number}.xml").status_code == 404
