"""Everything that changes carts, orders and offers."""

from apps.orders.rules import WantedLine
from apps.orders.services.carts import (
    GuestCart,
    MergedCart,
    add_to_cart,
    merge_carts,
    open_cart,
    open_guest_cart,
    set_cart_quantity,
)
from apps.orders.services.checkout import check_out
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
from apps.orders.services.placing import PlacedOrder, place_order

__all__ = [
    "GuestCart",
    "MergedCart",
    "PlacedOrder",
    "WantedLine",
    "add_to_cart",
    "await_payment",
    "cancel_order",
    "cancel_unpaid_order",
    "change_offer_price",
    "check_out",
    "confirm_order",
    "deliver_order",
    "give_up_unsent_order",
    "merge_carts",
    "note_captured",
    "note_refunded",
    "open_cart",
    "open_guest_cart",
    "place_order",
    "reject_order",
    "return_order",
    "set_cart_quantity",
    "set_tax_rate",
    "ship_order",
    "stop_order",
    "withdraw_offers",
    "write_offers",
]
