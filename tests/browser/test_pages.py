"""What pages do in a browser beside being read."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shopper import Shopper


def test_the_page_goes_on_when_live_is_away(page, shop, work, settings):
    settings.LIVE_URL = "http://127.0.0.1:1"
    shopper = Shopper(page, shop)
    shopper.orders_tea_as_a_guest()
    shopper.pays_by_card()

    work()

    shopper.sees("Thank you, your order is paid")


def test_choosing_a_variant_changes_the_price_in_place(page, shop):
    page.goto(f"{shop}/p/darjeeling")
    page.evaluate("window.isStillOpen = true")

    page.get_by_role("link", name="250 g").click()

    expect(page.locator(".price__now")).to_have_text("€12.50")
    expect(page.get_by_role("row", name="Article number")).to_contain_text("TEA-250")
    expect(page).to_have_url(f"{shop}/p/darjeeling?sku=TEA-250")
    assert page.evaluate("window.isStillOpen")


def test_putting_in_twice_on_purpose_counts_twice(page, shop):
    shopper = Shopper(page, shop)
    shopper.goes_to("/p/darjeeling")

    shopper.puts_in_the_cart()
    expect(page.get_by_role("link", name="Cart 1")).to_be_visible()
    shopper.puts_in_the_cart()

    expect(page.get_by_role("link", name="Cart 2")).to_be_visible()


def test_another_country_changes_the_total_in_place(page, shop):
    shopper = Shopper(page, shop)
    shopper.goes_to("/p/darjeeling")
    shopper.puts_in_the_cart()
    shopper.goes_to_checkout()
    shopper.types_contact("grace@example.com")

    page.get_by_label("Country").select_option("Germany")

    expect(page.get_by_role("region", name="Your order")).to_contain_text("Delivery to Germany")
    expect(page.get_by_label("E-mail")).to_have_value("grace@example.com")


def test_words_are_suggested_while_somebody_types(page, shop):
    page.goto(shop)

    page.get_by_role("searchbox").press_sequentially("darj")

    suggestion = page.get_by_role("status").get_by_role("link", name="Darjeeling").first
    suggestion.click()
    expect(page).to_have_url(f"{shop}/p/darjeeling")


def test_a_filter_narrows_the_list_down_in_place(page, shop):
    page.goto(f"{shop}/c/tea")
    page.evaluate("window.isStillOpen = true")

    page.get_by_label("In stock only").check()

    expect(page).to_have_url(re.compile("there=1"))
    expect(page.get_by_role("link", name="Take away: in stock")).to_be_visible()
    assert page.evaluate("window.isStillOpen")


def test_filters_open_as_a_sheet_on_a_phone_and_close_by_themselves(phone, shop):
    phone.goto(f"{shop}/c/tea")
    expect(phone.get_by_label("In stock only")).to_be_hidden()

    phone.get_by_role("link", name="Filter").click()
    phone.get_by_label("In stock only").check()
    phone.get_by_role("button", name=re.compile("^Show [0-9]+ product")).click()

    expect(phone.get_by_label("In stock only")).to_be_hidden()
    expect(phone.get_by_role("link", name="Take away: in stock")).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_page_is_wider_than_its_screen(page, shop, width):
    page.set_viewport_size({"width": width, "height": 800})
    shopper = Shopper(page, shop)
    shopper.goes_to("/p/darjeeling")
    shopper.puts_in_the_cart()
    widths = {}

    for path in ("/", "/c/tea", "/search?q=tea", "/p/darjeeling", "/cart", "/checkout", "/orders"):
        page.goto(f"{shop}{path}")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: found for path, found in widths.items() if found > width} == {}


def test_a_press_of_the_button_counts_while_the_sums_are_worked_out_anew(page, shop):
    shopper = Shopper(page, shop)
    shopper.goes_to("/p/darjeeling?sku=TEA-250")
    shopper.puts_in_the_cart()
    shopper.goes_to_checkout()
    shopper.types_contact()
    shopper.types_address()
    expect(page.get_by_text("Delivery to Germany")).to_be_visible()
    page.locator("#total").evaluate("node => { node.dataset.old = 'yes' }")

    page.get_by_role("button", name="Order and pay").hover()
    page.mouse.down()
    page.get_by_label("Country").dispatch_event("change")
    expect(page.locator("#total:not([data-old])")).to_be_visible()
    page.mouse.up()

    expect(shopper.headline).to_have_text("Almost yours")
