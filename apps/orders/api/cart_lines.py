"""Lines of a cart as callers see them."""

from decimal import Decimal

from apps.orders.queries import ShownCartLine
from shop.events.orders import GOODS, TICKETED
from shop.kernel.api.bodies import Answer


class CartLineOutput(Answer):
    """One line of a cart; `seen_price` is what one unit cost when it was put in.

    `kind` is `goods` or `ticketed`; tickets may have picked `seats`, the others are for any.
    """

    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    seen_price: Decimal
    price_changed: bool
    sellable: bool
    gross: Decimal
    kind: str
    seats: list[str]


def shown_cart_lines(lines: tuple[ShownCartLine, ...]) -> list[CartLineOutput]:
    return [
        CartLineOutput(
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            unit_price=line.unit_price.amount,
            seen_price=line.seen_price.amount,
            price_changed=line.price_changed,
            sellable=line.sellable,
            gross=line.gross.amount,
            kind=TICKETED if line.ticketed else GOODS,
            seats=list(line.seats),
        )
        for line in lines
    ]
