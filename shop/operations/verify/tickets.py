"""3. A sold ticket belongs to exactly one line of a confirmed order, and no ticket to two."""

from collections.abc import Iterator

from apps.inventory import queries as inventory
from apps.orders import queries as orders
from shop.kernel import clock
from shop.operations.verify.findings import TIME_TO_FINISH, Finding, Standing


def tickets_are_the_units_of_their_stock() -> Iterator[Finding]:
    for drift in inventory.ticket_drift():
        yield Finding(
            invariant="tickets are the units of their stock",
            subject=drift.subject,
            sentence=drift.sentence,
        )


def sold_tickets_belong_to_one_confirmed_line() -> Iterator[Finding]:
    sold = inventory.sold_tickets_by_line()
    for line in orders.ticket_lines():
        tickets = sold.pop(line.line_id, 0)
        wanted = line.quantity if line.is_confirmed else 0
        if tickets != wanted:
            late = clock.now() - line.moved_at > TIME_TO_FINISH
            yield Finding(
                invariant="a sold ticket belongs to one confirmed line",
                subject=f"order {line.number}",
                sentence=f"It is {line.state}, and {tickets} of {line.quantity} tickets of"
                f" {line.sku} are sold.",
                standing=Standing.BROKEN if late else Standing.OPEN,
            )
    for line_id, tickets in sold.items():
        yield Finding(
            invariant="a sold ticket belongs to one confirmed line",
            subject=f"line {line_id}",
            sentence=f"{tickets} tickets are sold to it, and no order has such a line.",
        )
