import pytest
from playwright.sync_api import expect

from apps.orders.models import Order

ADDRESS = {
    "E-mail": "ada@example.com",
    "Full name": "Ada Lovelace",
    "Street and number": "Lindenufer 12",
    "Postal code": "10439",
    "Town or city": "Berlin",
}
CARD = {"number": "4242 4242 4242 4242", "expiry": "04/39", "cvc": "123"}


def order_by_forms(page, shop):
    page.goto(f"{shop}/p/darjeeling?sku=TEA-250")
    page.get_by_role("button", name="Add to cart").click()
    page.get_by_role("link", name="Go to the cart").click()
    page.get_by_role("link", name="Go to checkout").click()
    for label, value in ADDRESS.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Country").select_option("Germany")
    page.get_by_role("button", name="Order and pay").click()


def pay_by_card(page):
    page.get_by_role("link", name="by card").click()
    for name, value in CARD.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button").first.click()


def headline(page):
    return page.get_by_role("heading", level=1)


def test_somebody_buys_pays_and_sees_the_parcel_arrive_without_touching_the_page(page, shop, work):
    order_by_forms(page, shop)
    pay_by_card(page)
    expect(headline(page)).to_have_text("Your payment is being checked")
    page.evaluate("window.isStillOpen = true")

    work()
    expect(headline(page)).to_have_text("Thank you, your order is paid")
    while Order.objects.get().state != "delivered":
        work()
    expect(headline(page)).to_have_text("Delivered")

    assert page.evaluate("window.isStillOpen")
    expect(page.locator(".step--done")).to_have_count(5)
    expect(page.get_by_role("button", name="Cancel this order")).to_be_hidden()
    expect(page.get_by_text("€12.50 paid by card")).to_be_visible()


def test_the_page_goes_on_when_live_is_away(page, shop, work, settings):
    settings.LIVE_URL = "http://127.0.0.1:1"
    order_by_forms(page, shop)
    pay_by_card(page)

    work()

    expect(headline(page)).to_have_text("Thank you, your order is paid")


def test_the_whole_way_to_the_card_page_works_without_scripts(plain, shop):
    order_by_forms(plain, shop)

    expect(plain.get_by_role("link", name="Pay €12.50 by card")).to_be_visible()


def test_choosing_a_variant_changes_the_price_in_place(page, shop):
    page.goto(f"{shop}/p/darjeeling")
    page.evaluate("window.isStillOpen = true")

    page.get_by_role("link", name="250 g").click()

    expect(page.locator(".price__now")).to_have_text("€12.50")
    expect(page).to_have_url(f"{shop}/p/darjeeling?sku=TEA-250")
    assert page.evaluate("window.isStillOpen")


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_page_is_wider_than_its_screen(page, shop, width):
    page.set_viewport_size({"width": width, "height": 800})
    widths = {}

    for path in ("/", "/c/tea", "/p/darjeeling", "/account/sign-up"):
        page.goto(f"{shop}{path}")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: found for path, found in widths.items() if found > width} == {}
