"""What a draft would cost."""

from dataclasses import dataclass

from apps.orders.models import DraftOrder
from apps.orders.queries.members import member_with
from apps.orders.queries.prices import Destination, agreed_prices
from apps.orders.queries.quotes import quoted_discounts
from shop.events.base import Money
from shop.kernel.errors import DomainError
from shop.kernel.money import money


@dataclass(frozen=True, kw_only=True)
class DraftCosts:
    """What an open draft costs at this moment, line by line as sentences, or why it has no price.

    `discounts` say what is taken off the goods. `tax` and `shipping` are parts of `total`.
    """

    lines: tuple[str, ...] = ()
    discounts: tuple[str, ...] = ()
    shipping: Money | None = None
    tax: Money | None = None
    total: Money | None = None
    refusal: str = ""


def costs_of_draft(draft: DraftOrder) -> DraftCosts:
    """At today's prices, taxes and rates."""
    wish = draft.wish
    to = Destination(
        country=wish.delivery_address.country,
        postal_code=wish.delivery_address.postal_code,
        shipping_method=wish.shipping_method,
    )
    try:
        wish.confirm()
        agreed = agreed_prices(
            wish.lines, to, customer_id=member_with(wish.email), voucher=wish.voucher_code
        )
    except DomainError as refusal:
        return DraftCosts(refusal=refusal.sentence)
    return DraftCosts(
        lines=tuple(
            f"{line.quantity} x {line.title} at {money(line.unit_price, line.currency).amount}"
            for line in agreed.lines
        ),
        discounts=tuple(f"{it.name}: {it.amount.amount} off" for it in quoted_discounts(agreed)),
        shipping=money(agreed.shipping_total, agreed.currency),
        tax=money(agreed.tax, agreed.currency),
        total=money(agreed.total, agreed.currency),
    )
