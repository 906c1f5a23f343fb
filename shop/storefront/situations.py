"""How an order stands, out of what orders, payments and shipping say about it."""

from dataclasses import dataclass
from datetime import datetime

from apps.orders.queries import ShownOrder
from apps.payments.queries import ShownPayment
from apps.shipping.queries import ShownShipment
from shop.storefront.wording import Situation

_ENDED = {"rejected": Situation.SOLD_OUT, "cancelled": Situation.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class Known:
    """Everything that is known about one order at one moment."""

    order: ShownOrder
    payment: ShownPayment | None
    shipment: ShownShipment | None
    at: datetime


def situation_of(known: Known) -> Situation:
    """The one word for how the order stands."""
    if known.order.state in _ENDED:
        return _ENDED[known.order.state]
    if _is_overdue(known):
        return Situation.CHECKING if _status(known) == "processing" else Situation.OVERDUE
    match known.order.state:
        case "delivered":
            return Situation.DELIVERED if known.order.needs_shipping else Situation.ADMITTED
        case "shipped":
            return _on_the_road(known.shipment)
        case "confirmed":
            return _in_the_house(known)
    return _before_payment(known)


def _is_overdue(known: Known) -> bool:
    has_left = known.order.state in {"shipped", "delivered"}
    return has_left and known.payment is not None and known.payment.is_overdue


def _status(known: Known) -> str:
    return known.payment.status if known.payment else ""


def _on_the_road(shipment: ShownShipment | None) -> Situation:
    came_back = shipment is not None and shipment.state == "returned"
    return Situation.RETURNED if came_back else Situation.ON_ITS_WAY


def _in_the_house(known: Known) -> Situation:
    if known.order.cancellation_requested:
        return Situation.STOPPING
    if known.order.awaits_units:
        return Situation.WAITING
    booked = known.shipment is not None and known.shipment.state == "booked"
    if booked:
        return Situation.PACKED
    return Situation.PROMISED if _status(known) == "requires_capture" else Situation.PAID


def _before_payment(known: Known) -> Situation:
    status = _status(known)
    if status in {"succeeded", "requires_capture"}:
        return _in_the_house(known) if known.order.needs_shipping else Situation.ADMITTING
    if status == "processing":
        return Situation.CHECKING
    if known.order.pay_by is not None and known.order.pay_by <= known.at:
        return Situation.TIME_UP
    if status == "requires_action":
        return Situation.APPROVING
    declined = known.payment is not None and known.payment.decline_reason
    return Situation.DECLINED if declined else Situation.UNPAID
