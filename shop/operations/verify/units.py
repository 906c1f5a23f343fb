"""4. Every ordered unit is open, shipped, cancelled or returned; unpaid orders come to an end.

What is open of a paid order is kept for it, and in its parcel, and nothing else is.
"""

from collections.abc import Iterator

from apps.inventory.queries import paid_units
from apps.orders import queries
from apps.shipping.queries import shipments_by_order
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


def open_units_are_kept_and_packed() -> Iterator[Finding]:
    kept = paid_units()
    orders = queries.open_units_of_confirmed_orders()
    shipments = shipments_by_order({order.order_id for order in orders})
    for order in orders:
        if kept.get(order.order_id, order.units) != order.units:
            yield Finding(
                invariant="what is open of a paid order is kept for it",
                subject=f"order {order.number}",
                sentence=f"{order.units} is open, and {kept[order.order_id]} kept or to come.",
            )
        shipment = shipments.get(order.order_id)
        packed = shipment.units if shipment else order.goods
        if packed != order.goods:
            yield Finding(
                invariant="what is open of a paid order is in its parcel",
                subject=f"order {order.number}",
                sentence=f"{order.goods} is to be sent, and {packed} is in the parcel.",
            )


def asked_cancellations_are_decided() -> Iterator[Finding]:
    for number, asked_at in queries.undecided_cancellations():
        late = clock.now() - asked_at > TIME_TO_FINISH
        yield Finding(
            invariant="what is asked of the courier is decided",
            subject=f"order {number}",
            sentence=f"Since {asked_at}, units wait for being left out of the parcel or sent.",
            standing=Standing.BROKEN if late else Standing.OPEN,
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
