"""What a message of each kind may be about, for those who want to see how it reads."""

from datetime import UTC, date, datetime
from decimal import Decimal

from apps.notifications.rules.kinds import MessageKind
from apps.notifications.rules.wording import SECRET
from shop.events.base import Money
from shop.events.orders import TICKETED, CancelledItem, OrderedItem, ReturnedItem, Shortage
from shop.kernel.identity import new_id

SAMPLE_NAME = "Ada Lovelace"
_NUMBER = {"number": "7KQ2M-9XBDT"}
_BACKORDER = {"sku": "MUG-BLUE", "quantity": 2, "promised_for": date(2027, 3, 12)}
_TOKEN: dict[str, object] = {"token": SECRET}


def sample_facts(kind: MessageKind) -> dict[str, object]:
    """Made-up facts, everything that the kind's template may mention."""
    return {**_NUMBER, **_FACTS.get(kind, {})}


def _mugs() -> OrderedItem:
    return OrderedItem(
        line_id=new_id(), sku="MUG-BLUE", title="Mug, blue", quantity=2, unit_price=_euros("12.50")
    )


def _seats() -> OrderedItem:
    return OrderedItem(
        line_id=new_id(),
        sku="STALLS",
        title="An evening of songs (Stalls)",
        quantity=2,
        unit_price=_euros("12"),
        kind=TICKETED,
        seats=("B4", "B5"),
    )


def _euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def _mug_given_up() -> CancelledItem:
    return CancelledItem(line_id=new_id(), sku="MUG-BLUE", title="Mug, blue", quantity=1)


def _mugs_sent_back() -> ReturnedItem:
    return ReturnedItem(
        line_id=new_id(), sku="MUG-BLUE", title="Mug, blue", quantity=2, restocked=1, damaged=1
    )


_AWAITED: dict[str, object] = {"sku": "MUG-BLUE", "title": "Mug, blue"}
_FACTS: dict[MessageKind, dict[str, object]] = {
    MessageKind.EMAIL_VERIFICATION: _TOKEN,
    MessageKind.PASSWORD_RESET: _TOKEN,
    MessageKind.ERASURE_POSTPONED: {"reason": "wallet_holds_money"},
    MessageKind.ORDER_PLACED: _TOKEN,
    MessageKind.ORDER_LINK: _TOKEN,
    MessageKind.ORDER_CONFIRMED: {
        "items": (_mugs(), _seats()),
        "total": _euros("49"),
        "has_parcel": True,
        "has_tickets": True,
        "waits_for_stock": False,
    },
    MessageKind.ORDER_SHIPPED: {"tracking_number": "SB2000000001"},
    MessageKind.ORDER_CANCELLED: {"reason": "requested"},
    MessageKind.ITEMS_CANCELLED: {"items": (_mug_given_up(),)},
    MessageKind.ITEMS_SENT_ANYWAY: {"items": (_mug_given_up(),)},
    MessageKind.ORDER_REJECTED: {"shortages": (Shortage(sku="MUG-BLUE", wanted=3, available=1),)},
    MessageKind.RETURN_REQUESTED: {"items": (_mugs_sent_back(),)},
    MessageKind.RETURN_RECEIVED: {"items": (_mugs_sent_back(),)},
    MessageKind.RETURN_REFUSED: {"reason": "used"},
    MessageKind.BACKORDER_RAISED: _BACKORDER,
    MessageKind.BACKORDER_PROMISED: _BACKORDER,
    MessageKind.BACKORDER_FILLED: {"sku": "MUG-BLUE", "quantity": 2, "order_is_complete": True},
    MessageKind.PAYMENT_ACTION_REQUIRED: {"kind": "redirect"},
    MessageKind.PAYMENT_FAILED: {"reason": "card_declined", "is_overdue": False},
    MessageKind.PAYMENT_DUE: {"amount": _euros("25")},
    MessageKind.PAYMENT_REFUNDED: {"amount": _euros("25")},
    MessageKind.WAITING_LIST_OFFERED: {
        **_AWAITED,
        "until": datetime(2026, 12, 24, 18, tzinfo=UTC),
    },
    MessageKind.WAITING_LIST_LAPSED: _AWAITED,
}
