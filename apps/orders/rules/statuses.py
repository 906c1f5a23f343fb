"""What became of the money and of the goods: computed from figures, and stored nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Units:
    """Where the units of one line are."""

    quantity: int
    shipped: int
    cancelled: int
    returned: int


def payment_status(*, total: Decimal, captured: Decimal, refunded: Decimal) -> str:
    """unpaid, partially_paid, paid, partially_refunded or refunded.

    An order that was paid twice and got one payment back is paid, and so is one of nothing.
    """
    if not captured:
        return "unpaid" if total else "paid"
    if refunded == captured:
        return "refunded"
    if captured - refunded >= total:
        return "paid"
    return "partially_refunded" if refunded else "partially_paid"


def fulfilment_status(lines: Iterable[Units]) -> str:
    """unfulfilled, partially_fulfilled, fulfilled, returned or cancelled.

    Cancelled units do not count; an order is returned when nothing of it is with the buyer or open.
    """
    found = list(lines)
    shipped = sum(line.shipped for line in found)
    returned = sum(line.returned for line in found)
    wanted = sum(line.quantity - line.cancelled for line in found)
    if not wanted:
        return "cancelled"
    if shipped + returned < wanted:
        return "partially_fulfilled" if shipped + returned else "unfulfilled"
    return "fulfilled" if shipped else "returned"
