"""Everything that changes carts, orders and offers."""

from apps.orders.rules import WantedLine
from apps.orders.services.asking import (
    ask_to_cancel_items,
    cancel_items_or_ask,
    keep_asked_items,
    leave_asked_items_out,
)
from apps.orders.services.backorders import note_promise, take_in_backordered
from apps.orders.services.cancelling import cancel_items
from apps.orders.services.carts import (
    GuestCart,
    MergedCart,
    add_to_cart,
    merge_carts,
    open_cart,
    open_guest_cart,
    remove_seat_from_cart,
    set_cart_quantity,
)
from apps.orders.services.checkout import check_out
from apps.orders.services.claiming import claim_orders, claim_sent_order, note_member
from apps.orders.services.drafts import draft_order, drop_draft, place_draft, revise_draft
from apps.orders.services.erasing import forget_buyer, require_no_order_under_way
from apps.orders.services.forgetting import forget_left_carts, forget_left_drafts
from apps.orders.services.fulfilment import (
    deliver_order,
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
from apps.orders.services.links import ask_for_link, mail_link
from apps.orders.services.money import (
    note_broken_promise,
    note_captured,
    note_promised,
    note_refunded,
)
from apps.orders.services.offers import (
    Tickets,
    change_offer_price,
    plan_prices,
    withdraw_offers,
    write_offers,
)
from apps.orders.services.placing import PlacedOrder, place_order
from apps.orders.services.promotions import Condition, Reward, end_promotion, start_promotion
from apps.orders.services.returning import ask_for_return, receive_return, refuse_return
from apps.orders.services.shipping import set_shipping_rate, set_shipping_zone
from apps.orders.services.tax_file import TAX_FILE, load_tax_file, load_tax_policies
from apps.orders.services.taxes import (
    TaxPeriod,
    TaxRule,
    load_tax_rules,
    set_tax_policy,
    set_tax_rate,
)
from apps.orders.services.time_to_pay import (
    ask_for_more_time,
    give_more_time,
    note_time_to_pay,
)
from apps.orders.services.timeline import is_of_an_order, note_in_timeline, rebuild_timelines
from apps.orders.services.vouchers import (
    make_voucher,
    put_voucher_into_cart,
    take_voucher_out,
)

__all__ = [
    "TAX_FILE",
    "Condition",
    "GuestCart",
    "MergedCart",
    "PlacedOrder",
    "Reward",
    "TaxPeriod",
    "TaxRule",
    "Tickets",
    "WantedLine",
    "add_to_cart",
    "ask_for_link",
    "ask_for_more_time",
    "ask_for_return",
    "ask_to_cancel_items",
    "await_payment",
    "cancel_items",
    "cancel_items_or_ask",
    "cancel_order",
    "cancel_unpaid_order",
    "change_offer_price",
    "check_out",
    "claim_orders",
    "claim_sent_order",
    "confirm_order",
    "deliver_order",
    "draft_order",
    "drop_draft",
    "end_promotion",
    "forget_buyer",
    "forget_left_carts",
    "forget_left_drafts",
    "give_more_time",
    "give_up_unsent_order",
    "is_of_an_order",
    "keep_asked_items",
    "leave_asked_items_out",
    "load_tax_file",
    "load_tax_policies",
    "load_tax_rules",
    "mail_link",
    "make_voucher",
    "merge_carts",
    "note_broken_promise",
    "note_captured",
    "note_in_timeline",
    "note_member",
    "note_promise",
    "note_promised",
    "note_refunded",
    "note_time_to_pay",
    "open_cart",
    "open_guest_cart",
    "place_draft",
    "place_order",
    "plan_prices",
    "put_voucher_into_cart",
    "rebuild_timelines",
    "receive_return",
    "refuse_return",
    "reject_order",
    "remove_seat_from_cart",
    "require_no_order_under_way",
    "return_order",
    "revise_draft",
    "set_cart_quantity",
    "set_shipping_rate",
    "set_shipping_zone",
    "set_tax_policy",
    "set_tax_rate",
    "ship_order",
    "start_promotion",
    "stop_order",
    "take_in_backordered",
    "take_voucher_out",
    "withdraw_offers",
    "write_offers",
]
