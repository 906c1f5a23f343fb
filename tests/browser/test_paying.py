"""Paying as people do it: on a phone, on a desk, and where no script runs."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from apps.orders.models import Order
from apps.payments.services import credit_wallet
from shop.events.base import Money
from tests.browser.shopper import Shopper
from tests.factories.accounts import PASSWORD, UserFactory

PAID = re.compile("Thank you, your order is paid|Packed and ready")
ASKING_CARD = {"number": "4000 0000 0000 3220", "expiry": "04/39", "cvc": "123"}


@pytest.fixture
def on_phone(phone, shop):
    Shopper(phone, shop).orders_tea_as_a_guest()
    return phone


@pytest.fixture
def on_desk(page, shop):
    Shopper(page, shop).orders_tea_as_a_guest()
    return page


@pytest.fixture
def without_scripts(plain, shop):
    Shopper(plain, shop).orders_tea_as_a_guest()
    return plain


def test_a_upi_code_on_one_screen_is_paid_by_another_and_the_page_goes_on(on_desk, work, phone):
    on_desk.get_by_role("button", name="Pay with a UPI app").click()
    expect(on_desk.get_by_role("heading", level=1)).to_have_text("One moment")
    work()
    expect(on_desk.get_by_role("heading", level=1)).to_have_text("Pay with your UPI app")
    expect(on_desk.locator("svg.qr")).to_be_visible()
    gateway = on_desk.get_by_role("link", name="Approve on the page").get_attribute("href")

    phone.goto(gateway)
    phone.get_by_role("button", name="Approve").click()
    while Order.objects.get().state == "pending_payment":
        work()

    expect(on_desk.get_by_role("heading", level=1)).to_have_text(PAID)
    expect(on_desk.get_by_text("€12.50 paid by UPI")).to_be_visible()


def test_a_phone_opens_the_app_by_a_link(on_phone, work):
    on_phone.get_by_role("button", name="Pay with a UPI app").click()
    work()

    link = on_phone.get_by_role("link", name="Open your UPI app")
    expect(link).to_be_visible()
    assert link.get_attribute("href").startswith("upi://pay?")
    assert on_phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_card_that_asks_leads_to_the_bank_and_back(on_desk, work):
    on_desk.get_by_role("link", name="by card").click()
    for name, value in ASKING_CARD.items():
        on_desk.locator(f"[name={name}]").fill(value)
    on_desk.get_by_role("button").first.click()
    work()
    expect(on_desk.get_by_role("heading", level=1)).to_have_text("Waiting for you to approve")

    on_desk.get_by_role("link", name="Approve €12.50").click()
    on_desk.get_by_role("link", name="Go to your bank").click()
    on_desk.get_by_role("button", name="Approve").click()
    while Order.objects.get().state == "pending_payment":
        work()

    expect(on_desk.get_by_role("heading", level=1)).to_have_text(PAID)


def test_without_scripts_a_upi_id_is_asked_and_a_reload_tells_the_rest(without_scripts, work):
    page = without_scripts
    page.get_by_label("Your UPI id").fill("decline@sandbox")
    page.get_by_role("button", name="Ask my UPI app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One moment")

    work()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your phone")


def test_a_member_pays_from_the_wallet(on_desk, shop):
    order = Order.objects.get()
    member = UserFactory(customer_id=order.customer_id)
    credit_wallet(
        customer_id=order.customer_id,
        amount=Money(amount=Decimal(20), currency="EUR"),
        reason="goodwill",
        key="k",
    )
    on_desk.goto(f"{shop}/account/sign-in")
    on_desk.get_by_label("E-mail").fill(member.email)
    on_desk.get_by_label("Password").fill(PASSWORD)
    on_desk.get_by_role("button", name="Sign in").click()
    on_desk.goto(f"{shop}/orders/{order.number}/pay")

    on_desk.get_by_role("button", name="from your wallet").click()

    expect(on_desk.get_by_role("heading", level=1)).to_have_text("Thank you, your order is paid")
