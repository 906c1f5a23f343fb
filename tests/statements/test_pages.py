"""How many statements every page of the shop needs; more rows need no more."""

import pytest

from shop.storefront.urls import urlpatterns
from tests.statements.counting import statements_of
from tests.statements.world import SKU, SOLD_OUT, STALLS, World, world_of

# The address of every page, and what it needs for somebody who is signed in.
PAGES = {
    "home": ("/", 6),
    "robots": ("/robots.txt", 0),
    "sitemap": ("/sitemap.xml", 1),
    "sitemap_departments": ("/sitemaps/departments.xml", 1),
    "sitemap_products": ("/sitemaps/products-1.xml", 1),
    "search": ("/search?q=mate", 5),
    "suggest": ("/search/suggestions?q=mate", 1),
    "category": ("/c/tea", 5),
    "collection": ("/collections/{world.collection.handle}", 5),
    "product": ("/p/darjeeling", 5),
    "price_history": (f"/price-history/{SKU}", 6),
    "seats": (f"/seats?sku={STALLS}", 2),
    "drawing": ("/pictures/{world.tea.id}.svg", 1),
    "waiting_list": (f"/waiting-list/{SOLD_OUT}", 6),
    "cart": ("/cart", 9),
    "checkout": ("/checkout", 12),
    "shortage": ("/checkout/shortage/{world.order.number}", 4),
    "my_orders": ("/orders", 6),
    "find_order": ("/orders/find", 4),
    "lost_link": ("/orders/find/link", 4),
    "order": ("/orders/{world.order.number}", 13),
    "document": ("/orders/{world.order.number}/documents/{world.invoice.id}.pdf", 7),
    "order_price": ("/orders/{world.order.number}/price", 11),
    "order_state": ("/orders/{world.order.number}/state", 10),
    "tickets": ("/orders/{world.evening.number}/tickets", 7),
    "pay": ("/orders/{world.order.number}/pay", 17),
    "card_returned": ("/orders/{world.order.number}/card-returned", 4),
    "sign_in": ("/account/sign-in", 4),
    "sign_up": ("/account/sign-up", 4),
    "account": ("/account", 9),
    "wallet": ("/account/wallet", 6),
    "profile": ("/account/profile", 6),
    "password": ("/account/password", 4),
    "email": ("/account/email", 4),
    "export": ("/account/export", 5),
    "leave": ("/account/leave", 5),
    "left": ("/account/left", 4),
    "new_address": ("/account/addresses/new", 7),
    "address": ("/account/addresses/{world.address.id}", 7),
    "forgotten": ("/account/forgotten", 4),
    "reset_asked": ("/account/reset", 4),
    "reset": ("/account/reset/a-token", 4),
    "verify": ("/account/verify/a-token", 4),
}
# Pages that only hear a form: tests/statements/test_api.py counts the services behind them.
FORMS = {
    "cart_add",
    "cart_change",
    "cart_give_back",
    "cart_voucher",
    "cancel",
    "leave_out",
    "send_back",
    "more_time",
    "sign_out",
    "verification",
    "sign_out_others",
    "prefer_address",
    "remove_address",
    "remove_card",
}


def test_every_page_is_counted():
    pages = {page.name for page in urlpatterns[0].url_patterns}

    assert PAGES.keys() | FORMS == pages


@pytest.mark.django_db
@pytest.mark.parametrize("many", [2, 9])
def test_every_page_needs_as_many_statements_as_ever(many, deliver):
    world = world_of(many, deliver)

    needed = {name: statements(address, world) for name, (address, _) in PAGES.items()}

    assert needed == {name: promised for name, (_, promised) in PAGES.items()}


def statements(address: str, world: World) -> int:
    visitor = world.visitor
    return statements_of(lambda: visitor.get(address.format(world=world)))
