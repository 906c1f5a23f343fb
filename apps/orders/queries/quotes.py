"""What ordering a cart would cost, before anybody promises anything."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.orders.queries.carts import ShownCart, ShownCartLine, cart_of
from apps.orders.queries.prices import priced_lines
from apps.orders.rules import WantedLine, tax_of
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class ShippingOption:
    """One way in which the parcel may travel, and what that costs, tax included."""

    method: str
    title: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What the cart costs when sent to a country; `tax` is part of `total`.

    `changes` are the lines whose price is another one than when they were put in, `ended` those
    that are no longer for sale: they have to be taken out before the cart can be ordered.
    """

    cart_id: UUID | None
    lines: tuple[ShownCartLine, ...]
    options: tuple[ShippingOption, ...]
    shipping: ShippingOption | None
    subtotal: Money
    tax: Money
    total: Money

    @property
    def changes(self) -> tuple[ShownCartLine, ...]:
        return tuple(line for line in self.lines if line.sellable and line.price_changed)

    @property
    def ended(self) -> tuple[ShownCartLine, ...]:
        return tuple(line for line in self.lines if not line.sellable)


def quote(customer_id: UUID, *, country: str, shipping_method: str = "") -> Quote:
    """What the customer's cart costs, sent to the country (ISO 3166-1 alpha-2)."""
    cart = cart_of(customer_id)
    tax = _tax(cart, country)
    return Quote(
        cart_id=cart.id,
        lines=cart.lines,
        options=(),
        shipping=None,
        subtotal=cart.subtotal,
        tax=tax,
        total=cart.subtotal,
    )


def _tax(cart: ShownCart, country: str) -> Money:
    wanted = [WantedLine(line.sku, line.quantity) for line in cart.lines if line.sellable]
    tax = tax_of(priced_lines(wanted, country)) if wanted else Decimal(0)
    return money(tax, cart.subtotal.currency)
