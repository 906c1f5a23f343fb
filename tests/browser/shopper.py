"""Somebody in front of a browser who buys: what shoppers do, in their words."""

import re

from playwright.sync_api import Locator, Page, expect

ADDRESS = {
    "Full name": "Ada Lovelace",
    "Street and number": "Lindenufer 12",
    "Postal code": "10439",
    "Town or city": "Berlin",
}
_PARCEL_MILLISECONDS = 60_000
PASSWORD = "seven tins of tea"  # noqa: S105 - of nobody
CARD = {"number": "4242 4242 4242 4242", "expiry": "04/39", "cvc": "123"}


class Shopper:
    """Walks through the shop by what is written on its pages."""

    def __init__(self, page: Page, shop: str) -> None:
        self.page = page
        self._shop = shop

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self._shop}{path}")

    def searches_for(self, words: str) -> None:
        """From wherever he stands to what is found."""
        self.page.get_by_role("searchbox", name="Search the shop").fill(words)
        self.page.get_by_role("button", name="Search").click()

    def opens(self, title: str) -> None:
        """The product that has this title on the page."""
        self.page.get_by_role("link", name=title, exact=True).first.click()

    def chooses(self, option: str) -> None:
        value = self.page.get_by_role("link", name=option)
        value.click()
        expect(value).to_have_attribute("aria-current", "true")

    def puts_in_the_cart(self, *, quantity: int = 1) -> None:
        self.page.get_by_label("Quantity").fill(str(quantity))
        self.page.get_by_role("button", name="Add to cart").click()
        expect(self.page.get_by_text("is in your cart.").first).to_be_visible()

    def goes_to_checkout(self) -> None:
        self.page.get_by_role("link", name="Go to the cart").click()
        self.page.get_by_role("link", name="Go to checkout").click()

    def types_contact(self, email: str = "ada@example.com") -> None:
        self.page.get_by_label("E-mail").fill(email)

    def types_address(self) -> None:
        for label, text in ADDRESS.items():
            self.page.get_by_label(label).fill(text)
        self.page.get_by_label("Country").select_option("Germany")

    def orders(self) -> None:
        """Presses the one button, and stands before the ways to pay."""
        self.page.get_by_role("button", name="Order and pay").click()
        expect(self.headline).to_have_text("Almost yours")

    def orders_tea_as_a_guest(self) -> None:
        """A tin of 250 g, from its own page to the ways to pay."""
        self.goes_to("/p/darjeeling?sku=TEA-250")
        self.puts_in_the_cart()
        self.goes_to_checkout()
        self.types_contact()
        self.types_address()
        self.orders()

    def pays_by_card(self) -> None:
        """On the gateway's own page, and back to the order."""
        self.page.get_by_role("link", name="by card").click()
        for name, text in CARD.items():
            self.page.locator(f"[name={name}]").fill(text)
        self.page.get_by_role("button").first.click()

    @property
    def headline(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def sees(self, words: str) -> None:
        """As the headline, now or as soon as the page says so."""
        expect(self.headline).to_have_text(words)

    def sees_one_of(self, *words: str) -> None:
        """Like `sees`, of a way that goes on by itself."""
        expect(self.headline).to_have_text(
            re.compile("|".join(words)), timeout=_PARCEL_MILLISECONDS
        )

    def signs_up(self, email: str = "ada@example.com") -> None:
        self.goes_to("/account/sign-up")
        self.page.get_by_label("Full name").fill("Ada Lovelace")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button").click()

    def signs_in(self, email: str = "ada@example.com", password: str = PASSWORD) -> None:
        self.goes_to("/account/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("main").get_by_role("button").click()
