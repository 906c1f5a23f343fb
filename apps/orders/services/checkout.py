"""Ordering what is in a cart: once, and at the price that its buyer accepted."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from uuid import UUID

from apps.orders.models import Cart, CartLine, CartState
from apps.orders.queries.prices import agreed_prices
from apps.orders.rules import (
    Agreement,
    EmptyCart,
    PriceChanged,
    PricedLine,
    WantedLine,
    confirm_orderable,
)
from apps.orders.services.locks import locked_cart, locked_latest_cart
from apps.orders.services.placing import Buyer, PlacedOrder, place_agreed, placed_before
from shop.events.base import PostalAddress
from shop.kernel.money import rounded
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def check_out(
    *,
    customer_id: UUID,
    delivery_address: PostalAddress,
    email: str = "",
    payment_token: str = "",
    shipping_method: str = "",
    accepted_total: Decimal | None = None,
    accepted_currency: str = "",
    cart_id: UUID | None = None,
    is_guest: bool = False,
) -> PlacedOrder:
    """The order of what is in the customer's latest cart, or in the one that is named.

    A cart that was ordered before answers with its order. A rejected order leaves the cart open.
    Raises PriceChanged if the total is not `accepted_total`, or, without one, if a price is not
    what it was when the goods were put in; also if it is in another currency than the accepted one,
    or, without that, than the goods had when they were put in; and what `place_order` raises.
    """
    cart = locked_cart(customer_id, cart_id) if cart_id else locked_latest_cart(customer_id)
    if cart.state == CartState.ORDERED:
        return _ordered_before(cart)
    buyer = Buyer(
        customer_id=customer_id,
        delivery_address=delivery_address,
        email=email,
        payment_token=payment_token,
        shipping_method=shipping_method,
        needs_link=is_guest,
    )
    agreed, seen = _agreed(cart, buyer)
    _confirm_price(agreed, seen, accepted=accepted_total)
    _confirm_currency(agreed, {accepted_currency} if accepted_currency else _currencies(seen))
    placed = place_agreed(buyer, agreed)
    if not placed.is_rejected:
        cart.close(placed.order)
        cart.save(update_fields=["state", "order"])
    return placed


def _agreed(cart: Cart, buyer: Buyer) -> tuple[Agreement, list[CartLine]]:
    """What the cart costs now, and its lines as they were put in."""
    seen = list(cart.lines.order_by("id"))
    if not seen:
        raise EmptyCart
    lines = [WantedLine(line.sku, line.quantity, tuple(line.seats)) for line in seen]
    confirm_orderable(lines)
    agreed = agreed_prices(
        lines, buyer.destination, customer_id=buyer.customer_id, voucher=cart.voucher_code
    )
    return agreed, seen


def _confirm_price(
    agreed: Agreement, seen: Sequence[CartLine], *, accepted: Decimal | None
) -> None:
    pairs = zip(agreed.lines, seen, strict=True)
    changed = [(new, old) for new, old in pairs if _price(new) != (old.seen_price, old.currency)]
    if changed if accepted is None else agreed.total != accepted:
        raise _price_changed(
            "The price has changed since you saw it: accept the new total, or change the cart.",
            agreed,
            changed,
        )


def _confirm_currency(agreed: Agreement, accepted: Collection[str]) -> None:
    if set(accepted) != {agreed.currency}:
        raise _price_changed(
            f"The price is in {agreed.currency} now, and not in {' and '.join(sorted(accepted))}:"
            " accept total and currency, or change the cart.",
            agreed,
            [],
        )


def _currencies(lines: Sequence[CartLine]) -> set[str]:
    return {line.currency for line in lines}


def _price_changed(
    sentence: str, agreed: Agreement, changed: Sequence[tuple[PricedLine, CartLine]]
) -> PriceChanged:
    return PriceChanged(
        sentence,
        details={
            "total": rounded(agreed.total, agreed.currency),
            "currency": agreed.currency,
            "lines": [_difference(new, old) for new, old in changed],
        },
    )


def _price(line: PricedLine) -> tuple[Decimal, str]:
    return line.unit_price, line.currency


def _difference(new: PricedLine, old: CartLine) -> dict[str, object]:
    return {
        "sku": new.sku,
        "title": new.title,
        "quantity": new.quantity,
        "old_price": rounded(old.seen_price, old.currency),
        "new_price": rounded(new.unit_price, new.currency),
    }


def _ordered_before(cart: Cart) -> PlacedOrder:
    if cart.order is None:
        raise LookupError(f"{cart} has no order.")
    return placed_before(cart.order)
