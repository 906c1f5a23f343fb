"""What an order costs is what its parts cost, and an ordered cart is the order that it became."""

from collections.abc import Iterator

from apps.orders import queries
from shop.operations.verify.findings import Finding


def totals_are_explained_by_their_parts() -> Iterator[Finding]:
    for number in queries.totals_that_do_not_add_up():
        yield Finding(
            invariant="total = lines - discounts + shipping + added tax",
            subject=f"order {number}",
            sentence="Its total is not what lines, discounts, shipping and tax on top come to.",
        )
    for number in queries.discounts_that_do_not_add_up():
        yield Finding(
            invariant="what was taken off was taken off by promotions",
            subject=f"order {number}",
            sentence="What was taken off is not the sum of what its promotions took off.",
        )
    for number in queries.prices_that_do_not_add_up():
        yield Finding(
            invariant="a line costs what its units cost",
            subject=f"order {number}",
            sentence="One of its lines does not cost its quantity times its price.",
        )
    for number in queries.taxes_that_do_not_add_up():
        yield Finding(
            invariant="tax = tax of lines + tax of shipping",
            subject=f"order {number}",
            sentence="Its tax is not the sum of the taxes of its lines and its shipping.",
        )


def credits_are_what_gone_units_cost() -> Iterator[Finding]:
    for number in queries.credits_that_do_not_add_up():
        yield Finding(
            invariant="credited = what units that went back cost",
            subject=f"order {number}",
            sentence="Its credits are not what the units that went back or were given up cost.",
        )


def vouchers_are_used_by_their_orders() -> Iterator[Finding]:
    for subject in queries.vouchers_that_do_not_add_up():
        yield Finding(
            invariant="every use of a voucher is one order",
            subject=subject,
            sentence="Uses and orders of the voucher are not the same.",
        )


def ordered_carts_are_their_orders() -> Iterator[Finding]:
    for cart_id in queries.carts_unlike_their_orders():
        yield Finding(
            invariant="an ordered cart is its order",
            subject=f"cart {cart_id}",
            sentence="Its order was rejected, or has other lines than the cart.",
        )
