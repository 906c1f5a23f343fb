"""What ordering a cart would cost, before anybody promises anything."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.orders.queries.carts import ShownCart, ShownCartLine, cart_of
from apps.orders.queries.prices import Destination, Prices, asked_prices
from apps.orders.rules import Agreement, PricedShipping, Promotion, WantedLine, chosen_shipping
from shop.events.base import Money
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class ShippingOption:
    """One way in which the parcel may travel, and what that costs for this cart."""

    method: str
    title: str
    amount: Money


@dataclass(frozen=True)
class QuotedDiscount:
    """What a promotion takes off the goods, by its name."""

    name: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What the cart costs when sent to a country; `tax` is part of `total`.

    If it is `tax_included`, it is in the prices; otherwise it comes on top of them.
    `changes` are the lines whose price is another one than when they were put in, `ended` those
    that are no longer for sale: they have to be taken out before the cart can be ordered, and so
    has a voucher with a `voucher_problem`.
    """

    cart_id: UUID | None
    lines: tuple[ShownCartLine, ...]
    options: tuple[ShippingOption, ...]
    shipping: ShippingOption | None
    subtotal: Money
    tax: Money
    total: Money
    tax_included: bool = True
    discounts: tuple[QuotedDiscount, ...] = ()
    voucher: str = ""
    voucher_problem: str = ""

    @property
    def changes(self) -> tuple[ShownCartLine, ...]:
        return tuple(line for line in self.lines if line.sellable and line.price_changed)

    @property
    def ended(self) -> tuple[ShownCartLine, ...]:
        return tuple(line for line in self.lines if not line.sellable)


def quote(
    customer_id: UUID, *, country: str, postal_code: str = "", shipping_method: str = ""
) -> Quote:
    """What the customer's cart costs, sent to the country (ISO 3166-1 alpha-2).

    Raises InvalidInput for a shipping method that there is not.
    """
    cart = cart_of(customer_id)
    sellable = [line for line in cart.lines if line.sellable]
    wanted = [WantedLine(line.sku, line.quantity, line.seats) for line in sellable]
    if not wanted:
        return _empty(cart)
    where = Destination(country=country, postal_code=postal_code)
    prices = asked_prices(wanted, where, customer_id=customer_id, voucher=cart.voucher)
    return _quoted(cart, prices, chosen_shipping(prices.shipping, shipping_method))


def _empty(cart: ShownCart) -> Quote:
    nothing = cart.subtotal
    return Quote(
        cart_id=cart.id,
        lines=cart.lines,
        options=(),
        shipping=None,
        subtotal=nothing,
        tax=nothing,
        voucher=cart.voucher,
        total=nothing,
    )


def _quoted(cart: ShownCart, prices: Prices, shipping: PricedShipping | None) -> Quote:
    agreement = prices.agreed(shipping)
    options = {way.method: _option(way, prices.agreed(way)) for way in prices.shipping}
    return Quote(
        cart_id=cart.id,
        lines=cart.lines,
        options=tuple(options.values()),
        shipping=options[shipping.method] if shipping else None,
        subtotal=money(agreement.goods, agreement.currency),
        tax=money(agreement.tax, agreement.currency),
        total=money(agreement.total, agreement.currency),
        tax_included=agreement.policy.included,
        discounts=quoted_discounts(agreement),
        voucher=cart.voucher,
        voucher_problem=prices.voucher_problem(agreement),
    )


def quoted_discounts(agreement: Agreement) -> tuple[QuotedDiscount, ...]:
    """One for each promotion, in the order in which they count; sending is less already."""
    taken: dict[Promotion, Decimal] = {}
    for discount in agreement.discounts:
        if discount.line is not None:
            taken[discount.promotion] = taken.get(discount.promotion, Decimal(0)) + discount.amount
    return tuple(
        QuotedDiscount(promotion.name, money(amount, agreement.currency))
        for promotion, amount in taken.items()
    )


def _option(way: PricedShipping, agreement: Agreement) -> ShippingOption:
    amount = money(agreement.shipping_total, way.currency)
    return ShippingOption(method=way.method, title=way.title, amount=amount)
