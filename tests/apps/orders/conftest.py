from collections.abc import Callable
from decimal import Decimal

import pytest

from apps.inventory.services import receive_stock
from apps.orders.models import Offer
from shop.events.base import PostalAddress
from tests.factories.inventory import WarehouseFactory
from tests.factories.orders import OfferFactory

ADDRESS = PostalAddress(
    name="Ada Lovelace",
    line1="12 St James's Square",
    city="London",
    postal_code="SW1Y 4JH",
    country="GB",
)


@pytest.fixture
def stocked(db: None) -> Callable[..., Offer]:
    """`stocked("TEA-1", units=5, price="12.50")`: an offer, with so many units in a warehouse."""

    def make(sku: str, *, units: int, price: str = "12.50", tax_class: str = "reduced") -> Offer:
        warehouse = WarehouseFactory(code="north")
        if units:
            receive_stock(sku=sku, warehouse=warehouse.code, quantity=units, reason="delivery")
        return OfferFactory(sku=sku, price=Decimal(price), tax_class=tax_class)

    return make
