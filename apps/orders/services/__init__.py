"""Everything that changes orders and offers."""

from apps.orders.services.fulfilment import (
    deliver_order,
    note_captured,
    note_refunded,
    return_order,
    ship_order,
)
from apps.orders.services.life import (
    await_payment,
    cancel_order,
    cancel_unpaid_order,
    confirm_order,
    give_up_unsent_order,
    reject_order,
    stop_order,
)
from apps.orders.services.offers import (
    change_offer_price,
    set_tax_rate,
    withdraw_offers,
    write_offers,
)
from apps.orders.services.placing import PlacedOrder, WantedLine, place_order

__all__ = [
    "PlacedOrder",
    "WantedLine",
    "await_payment",
    "cancel_order",
    "cancel_unpaid_order",
    "change_offer_price",
    "confirm_order",
    "deliver_order",
    "give_up_unsent_order",
    "note_captured",
    "note_refunded",
    "place_order",
    "reject_order",
    "return_order",
    "set_tax_rate",
    "ship_order",
    "stop_order",
    "withdraw_offers",
    "write_offers",
]
