"""Whole purchases, from the front page to "Delivered"."""

from playwright.sync_api import expect

from apps.accounts.models import User
from apps.accounts.rules.contacts import TypedAddress
from apps.accounts.services import add_address
from apps.orders.models import CartLine, Order
from tests.browser.shopper import Shopper

BERLIN = TypedAddress(
    name="Ada Lovelace",
    line1="Lindenufer 12",
    line2="",
    postal_code="10439",
    city="Berlin",
    country="DE",
)


def find_tea(shopper):
    shopper.goes_to("/")
    shopper.searches_for("darjeeling")
    shopper.opens("Darjeeling")
    shopper.chooses("250 g")


def buy_as_guest(shopper):
    find_tea(shopper)
    shopper.puts_in_the_cart(quantity=2)
    shopper.goes_to_checkout()
    shopper.types_contact()
    shopper.types_address()
    shopper.orders()
    shopper.pays_by_card()


def until_delivered(work):
    while Order.objects.get().state != "delivered":
        work()


def test_a_guest_buys_and_watches_the_parcel_arrive_without_touching_the_page(page, shop, work):
    shopper = Shopper(page, shop)
    buy_as_guest(shopper)
    shopper.sees("Your payment is being checked")
    page.evaluate("window.isStillOpen = true")

    work()
    shopper.sees("Thank you, your order is paid")
    until_delivered(work)
    shopper.sees("Delivered")

    assert page.evaluate("window.isStillOpen")
    expect(page.locator(".step--done")).to_have_count(5)
    expect(page.get_by_role("button", name="Cancel this order")).to_be_hidden()
    expect(page.get_by_text("paid by card")).to_be_visible()


def test_a_member_buys_with_the_address_that_is_saved(page, shop, work):
    shopper = Shopper(page, shop)
    shopper.signs_up()
    member = User.objects.get(email="ada@example.com")
    add_address(customer_id=member.customer_id, address=BERLIN)
    find_tea(shopper)
    shopper.puts_in_the_cart()
    shopper.goes_to_checkout()
    shopper.orders()
    shopper.pays_by_card()

    until_delivered(work)

    shopper.sees("Delivered")
    order = Order.objects.get()
    assert (order.customer_id, order.line1) == (member.customer_id, "Lindenufer 12")


def test_somebody_buys_on_a_phone(phone, shop, work):
    shopper = Shopper(phone, shop)
    buy_as_guest(shopper)

    until_delivered(work)

    shopper.sees("Delivered")


def test_somebody_buys_without_any_script(plain, shop, work):
    shopper = Shopper(plain, shop)
    buy_as_guest(shopper)

    until_delivered(work)
    plain.reload()

    shopper.sees("Delivered")


def test_what_a_guest_has_chosen_is_there_after_signing_in(page, shop):
    shopper = Shopper(page, shop)
    shopper.signs_up()
    find_tea(shopper)
    shopper.puts_in_the_cart()
    page.get_by_role("button", name="Sign out").click()
    find_tea(shopper)
    shopper.puts_in_the_cart(quantity=3)

    shopper.signs_in()
    shopper.goes_to("/cart")

    assert CartLine.objects.get(cart__state="open").quantity == 4
    expect(page.get_by_role("link", name="Cart")).to_contain_text("4")
