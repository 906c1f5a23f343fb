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


@dataclass(frozen=True, kw_only=True)
class Paid:
    """What became of the money of one order.

    `owed` is its total without what was credited; `is_promised` says that a bank keeps for it what
    is missing.
    """

    total: Decimal
    owed: Decimal
    captured: Decimal
    refunded: Decimal
    is_promised: bool = False


def payment_status(money: Paid) -> str:
    """unpaid, authorized, partially_paid, paid, partially_refunded or refunded.

    An order that was paid twice and got one payment back is paid, and so is one of nothing, and
    one of which less was taken than it cost because the rest was credited before.
    """
    kept = money.captured - money.refunded
    if money.is_promised and kept < money.owed:
        return "authorized"
    if not money.captured:
        return "unpaid" if money.total else "paid"
    if not kept:
        return "refunded"
    if money.refunded:
        return "paid" if kept >= money.total else "partially_refunded"
    return "paid" if kept >= money.owed else "partially_paid"


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
