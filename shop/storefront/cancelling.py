"""What a buyer may leave out of an order, and what he says that he will."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.orders.queries import ShownLine, ShownOrder, cancellations_of
from apps.orders.rules import GiveUpReason
from apps.shipping.queries import shipments_by_order
from shop.storefront.units import typed_wish

WORDS = {
    GiveUpReason.CHANGED_MIND: "I do not want it any more",
    GiveUpReason.TAKES_TOO_LONG: "It takes too long",
    GiveUpReason.ORDERED_BY_MISTAKE: "I ordered it by mistake",
}


@dataclass(frozen=True)
class Wish:
    """What the courier is, or was, asked to give the parcel back for; `said` names it."""

    is_open: bool
    said: str


def cancellable_lines(order: ShownOrder) -> list[ShownLine]:
    """The lines of which units can be left out now, or asked back of the courier."""
    is_being_decided = order.cancellation_requested or any(it.cancelling for it in order.lines)
    if order.state != "confirmed" or is_being_decided:
        return []
    lines = [line for line in order.lines if line.open_units and not line.ticketed]
    is_one_thing = sum(line.open_units for line in order.lines) == 1
    return lines if not is_one_thing and _is_in_the_house(order) else []


def _is_in_the_house(order: ShownOrder) -> bool:
    if order.awaits_units:
        return True
    shipment = shipments_by_order([order.id]).get(order.id)
    return shipment is not None and shipment.can_change


def wished_cancellation(
    said: Mapping[str, str], order: ShownOrder
) -> tuple[dict[UUID, int], GiveUpReason]:
    """So many units of each line, and why. Raises InvalidInput for what the form cannot say."""
    return typed_wish(
        said, order, GiveUpReason, otherwise="Say how many of what you do not want, and why."
    )


def latest_wish(order: ShownOrder) -> Wish | None:
    """What the courier was asked for last, unless it was done, or the order is over."""
    if order.state not in {"confirmed", "shipped"}:
        return None
    asked = cancellations_of(order.id)
    if not asked or asked[-1].state == "done":
        return None
    units = ", ".join(f"{item.quantity} x {item.title}" for item in asked[-1].items)
    return Wish(is_open=asked[-1].state == "requested", said=units)
