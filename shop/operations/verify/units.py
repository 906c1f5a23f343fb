"""4. Every ordered unit is open, shipped, cancelled or returned; unpaid orders come to an end."""

from collections.abc import Iterator

from apps.orders import queries
from shop.kernel import clock
from shop.kernel.identity import made_at
from shop.operations.verify.findings import TIME_TO_FINISH, Finding, Standing


def every_unit_is_somewhere() -> Iterator[Finding]:
    for number in queries.lines_that_do_not_add_up():
        yield Finding(
            invariant="shipped + cancelled + returned + open = ordered",
            subject=f"order {number}",
            sentence="The units of a line are not where the order's state says they are.",
        )


def unpaid_orders_end() -> Iterator[Finding]:
    for order in queries.orders_past_their_time():
        # An order of the demo's past is over its time as soon as it is placed.
        late = clock.now() - max(order.pay_by, made_at(order.id)) > TIME_TO_FINISH
        yield Finding(
            invariant="unpaid orders end",
            subject=f"order {order.number}",
            sentence=f"Not paid by {order.pay_by} and not cancelled.",
            standing=Standing.BROKEN if late else Standing.OPEN,
        )
