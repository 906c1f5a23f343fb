"""python -m tests.browser.screenshots: the shop's pages as people see them, in var/screenshots.

Opens a demo shop of its own, buys something in it, and looks at ten pages on a desk by day and by
night, and on a phone. Nothing is compared: somebody has to look.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from shop.operations.running.environment import urls_of
from shop.operations.smoke.open_shop import open_shop
from tests.browser.chromium import find_chromium, open_chromium, visiting
from tests.browser.shopper import Shopper

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "screenshots"
LOOKS = {
    "desk-day": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "desk-night": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "color_scheme": "light",
    },
}
# As a reader comes down the page, so that pictures that wait for him are there too.
_READ_DOWN = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += 600) {
    window.scrollTo(0, top);
    await new Promise((done) => setTimeout(done, 60));
  }
  window.scrollTo(0, 0);
}"""


def main() -> int:
    path = find_chromium()
    if path is None:
        print("Needs a Chromium browser: install one, or name it in CHROMIUM.")  # noqa: T201
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _demo_shop() as shop, open_chromium(path) as browser:
        for name, look in LOOKS.items():
            _take_all(browser, shop, name, look)
    print(f"Look at {FOLDER}.")  # noqa: T201
    return 0


@contextmanager
def _demo_shop() -> Iterator[str]:
    with (
        TemporaryDirectory(prefix="tradewind-screenshots-") as folder,
        open_shop(Path(folder).resolve(), lines=[]) as addresses,
    ):
        yield urls_of(addresses)["SHOP_URL"]


def _take_all(browser: Browser, shop: str, look: str, screen: dict[str, object]) -> None:
    with visiting(browser, locale="de-DE", **screen) as page:
        for place, name in enumerate(_walk(Shopper(page, shop)), start=1):
            page.evaluate(_READ_DOWN)
            page.wait_for_load_state("networkidle")
            _take(page, f"{place:02}-{name}-{look}.png")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / name, full_page=True)


def _walk(shopper: Shopper) -> Iterator[str]:
    """Goes from page to page, and tells the name of each once it stands before it."""
    for path, name in (
        ("/", "home"),
        ("/c/lighting", "department"),
        ("/search?q=lampp&sort=price", "search"),
        ("/p/bookshelf-speakers-alder", "product"),
    ):
        shopper.goes_to(path)
        yield name
    shopper.puts_in_the_cart(quantity=2)
    shopper.goes_to("/cart")
    yield "cart"
    shopper.goes_to("/checkout")
    yield "checkout"
    shopper.page.get_by_role("button", name="Order and pay").click()
    yield "mistakes"
    shopper.types_contact()
    shopper.types_address()
    shopper.orders()
    yield "pay"
    shopper.pays_by_card()
    shopper.sees_one_of("Packed and ready", "On its way to you", "Delivered")
    yield "order"
    shopper.goes_to("/orders")
    yield "my-orders"


if __name__ == "__main__":
    sys.exit(main())
