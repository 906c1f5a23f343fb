import pytest

from apps.orders.models import Order

ADDRESS = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "line1": "Lindenufer 12",
    "postal_code": "10439",
    "city": "Berlin",
}
CARD = {"number": "4242 4242 4242 4242", "expiry": "04/39", "cvc": "123"}


def fill_in(browser, fields):
    for name, value in fields.items():
        browser.fill(name, value)


def order_by_forms(browser, shop):
    browser.open(f"{shop}/p/darjeeling?sku=TEA-250")
    browser.press(".buy__form button")
    fill_in(browser, {**ADDRESS, "country": "DE"})
    browser.press(".form .button--main")


def pay_by_card(browser):
    browser.press("a.button--main")
    fill_in(browser, CARD)
    browser.press("button")


def headline(browser):
    return browser.run("document.querySelector('[data-headline]').textContent")


def until_headline(browser, words):
    browser.wait_for(f"document.querySelector('[data-headline]').textContent === '{words}'")


def test_somebody_buys_pays_and_sees_the_parcel_arrive_without_touching_the_page(
    chromium, shop, work
):
    order_by_forms(chromium, shop)
    pay_by_card(chromium)
    assert headline(chromium) == "Your payment is being checked"
    chromium.run("window.isStillOpen = true")

    work()
    until_headline(chromium, "Thank you, your order is paid")
    while Order.objects.get().state != "delivered":
        work()
    until_headline(chromium, "Delivered")

    assert chromium.run("window.isStillOpen")
    assert chromium.run("document.querySelectorAll('.step--done').length") == 5
    assert chromium.run("document.querySelector('[data-can-cancel]').hidden")
    assert chromium.run("document.querySelector('[data-payment]').textContent") == (
        "€12.50 paid by card"
    )


def test_the_page_goes_on_when_live_is_away(chromium, shop, work, settings):
    settings.LIVE_URL = "http://127.0.0.1:1"
    order_by_forms(chromium, shop)
    pay_by_card(chromium)

    work()

    until_headline(chromium, "Thank you, your order is paid")


def test_the_whole_way_to_the_card_page_works_without_javascript(chromium, shop):
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    chromium.open(f"{shop}/p/darjeeling")

    chromium.press(".option:not(.option--chosen)")
    assert "€12.50" in chromium.text()
    chromium.press(".buy__form button")
    fill_in(chromium, {**ADDRESS, "country": "DE"})
    chromium.press(".form .button--main")

    assert "Pay €12.50 by card" in chromium.text()


def test_choosing_a_variant_changes_the_price_in_place(chromium, shop):
    chromium.open(f"{shop}/p/darjeeling")
    chromium.run("window.isStillOpen = true")

    chromium.run("document.querySelector('.option:not(.option--chosen)').click()")

    chromium.wait_for("document.querySelector('.price__now').textContent === '€12.50'")
    assert chromium.run("window.isStillOpen")
    assert chromium.run("location.search") == "?sku=TEA-250"


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_page_is_wider_than_its_screen(chromium, shop, width):
    widths = {}
    for path in ("/", "/c/tea", "/p/darjeeling", "/account/sign-up"):
        chromium.open(f"{shop}{path}")
        chromium.look(width=width, height=800, scheme="light")
        widths[path] = chromium.run("document.documentElement.scrollWidth")

    assert {path: found for path, found in widths.items() if found > width} == {}
