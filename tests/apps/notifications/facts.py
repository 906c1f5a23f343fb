"""An order as a guest places it."""

from decimal import Decimal

from shop.events.base import Money, PostalAddress
from shop.events.orders import CancelledItem, OrderedItem, OrderPlaced, ReturnedItem
from shop.kernel.identity import new_id

TOTAL = Money(amount=Decimal("25"), currency="EUR")
ADDRESS = PostalAddress(
    name="Grace O'Hopper", line1="1 Main St", city="Bern", postal_code="3000", country="CH"
)


def item(title):
    price = Money(amount=Decimal("12.50"), currency="EUR")
    return OrderedItem(line_id=new_id(), sku="MUG", title=title, quantity=2, unit_price=price)


def given_up():
    return CancelledItem(line_id=new_id(), sku="MUG", title="Dot & Dash mug", quantity=1)


def sent_back(**arrived):
    return ReturnedItem(line_id=new_id(), sku="MUG", title="Dot & Dash mug", quantity=3, **arrived)


def placed(**changes):
    facts = {
        "order_id": new_id(),
        "number": "7KQ2M-9XBDT",
        "customer_id": new_id(),
        "items": (item("Mug"),),
        "total": TOTAL,
        "email": "grace@example.com",
        "delivery_address": ADDRESS,
    }
    return OrderPlaced(**{**facts, **changes})
