from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.catalog.models import Product
from apps.orders.models import Order
from apps.orders.services import set_tax_rate
from shop.storefront import noticeboard
from tests.shop.storefront.reader import Page
from tests.shop.storefront.shelf import ADDRESS, sell


@pytest.fixture(autouse=True)
def _fresh_breaker() -> None:
    """One test's broken Redis is none of the next one's business."""
    noticeboard._breaker.close()


@pytest.fixture
def tea(db: None) -> Product:
    """Darjeeling in two tins, ten of each: TEA-100 at 6.90, TEA-250 at 12.50; sent to Germany."""
    set_tax_rate(country="DE", tax_class="reduced", rate=Decimal("0.07"))
    return sell(
        "darjeeling",
        title="Darjeeling",
        prices={"TEA-100": "6.90", "TEA-250": "12.50"},
        options=("Weight",),
        values={"TEA-100": ("100 g",), "TEA-250": ("250 g",)},
    )


@pytest.fixture
def put_in(client: Client, tea: Product) -> Callable[..., HttpResponse]:
    """`put_in("TEA-250", quantity=2)`: into the cart, by the form on the product's page."""

    def run(sku: str = "TEA-250", *, quantity: int = 1, **asked: Any) -> HttpResponse:
        form = Page(client.get(f"/p/darjeeling?sku={sku}")).form("/cart/add")
        return client.post("/cart/add", {**form, "quantity": quantity}, **asked)

    return run


@pytest.fixture
def choose(client: Client, put_in: Callable[..., HttpResponse]) -> Callable[..., dict[str, str]]:
    """`choose("TEA-250", quantity=2)`: in the cart, and the checkout's form, filled in."""

    def run(sku: str = "TEA-250", *, quantity: int = 1) -> dict[str, str]:
        put_in(sku, quantity=quantity)
        page = client.get("/checkout", headers={"Accept-Language": "de-DE"})
        return {**Page(page).form("/checkout"), **ADDRESS}

    return run


@pytest.fixture
def bought(client: Client, choose: Callable[..., dict[str, str]]) -> Order:
    """The visitor's order of one TEA-250, not paid yet."""
    client.post("/checkout", choose())
    return Order.objects.get()
