"""What a buyer may leave out of an order, and what he says that he will."""

from collections.abc import Mapping
from uuid import UUID

from apps.orders.queries import ShownLine, ShownOrder
from apps.orders.rules import GiveUpReason
from apps.shipping.queries import shipments_by_order
from shop.storefront.units import typed_wish

WORDS = {
    GiveUpReason.CHANGED_MIND: "I do not want it any more",
    GiveUpReason.TAKES_TOO_LONG: "It takes too long",
    GiveUpReason.ORDERED_BY_MISTAKE: "I ordered it by mistake",
}


def cancellable_lines(order: ShownOrder) -> list[ShownLine]:
    """The lines of which units can be left out now; none once a courier knows the parcel."""
    if order.state != "confirmed" or order.cancellation_requested:
        return []
    lines = [line for line in order.lines if line.open_units and not line.ticketed]
    is_one_thing = sum(line.open_units for line in order.lines) == 1
    return lines if not is_one_thing and _is_in_the_house(order) else []


def _is_in_the_house(order: ShownOrder) -> bool:
    if order.awaits_units:
        return True
    shipment = shipments_by_order([order.id]).get(order.id)
    return shipment is not None and shipment.is_untouched


def wished_cancellation(
    said: Mapping[str, str], order: ShownOrder
) -> tuple[dict[UUID, int], GiveUpReason]:
    """So many units of each line, and why. Raises InvalidInput for what the form cannot say."""
    return typed_wish(
        said, order, GiveUpReason, otherwise="Say how many of what you do not want, and why."
    )
