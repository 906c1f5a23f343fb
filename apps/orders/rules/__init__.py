"""Pure calculation: what an order costs, and why something cannot be ordered."""

from apps.orders.rules.cancelling import GiveUpReason, KeptReason
from apps.orders.rules.credits import (
    CALLED_OFF,
    GIVEN_UP,
    REASONS,
    SENT_BACK,
    UNDELIVERED,
    Portion,
    shipping_goes_back,
)
from apps.orders.rules.discounts import Discount, Promotion, PromotionKind
from apps.orders.rules.drafts import DraftWish, NotEnough
from apps.orders.rules.invoices import DocumentKind, document_number, series_of
from apps.orders.rules.limits import (
    MOST_LINES,
    MOST_UNITS,
    WantedLine,
    confirm_orderable,
    confirm_payable,
    confirm_quantity,
)
from apps.orders.rules.prices import Agreement, PricedLine, PricedShipping
from apps.orders.rules.promotions import Basket, discounts_of
from apps.orders.rules.refusals import EmptyCart, NotForSale, PriceChanged, UnknownGoods
from apps.orders.rules.returns import (
    Arrived,
    RefusalReason,
    ReturnReason,
    confirm_in_time,
    confirm_some,
)
from apps.orders.rules.sentences import sentence_of
from apps.orders.rules.shares import distribute, share_of
from apps.orders.rules.shipping import chosen_shipping
from apps.orders.rules.states import MOVES, IllegalMove, State, confirm_move, diagram
from apps.orders.rules.statuses import Paid, Units, fulfilment_status, payment_status
from apps.orders.rules.taxes import (
    IN_PRICES,
    Rounding,
    Taxed,
    TaxPart,
    TaxPolicy,
    parts_of,
    taxes_of,
)
from apps.orders.rules.tokens import CartToken, new_cart_token, read_cart_token
from apps.orders.rules.vouchers import (
    LONGEST_CODE,
    VOUCHER_CODE,
    AskedVoucher,
    VoucherRefused,
    VoucherUsedUp,
    voucher_code,
)

__all__ = [
    "CALLED_OFF",
    "GIVEN_UP",
    "IN_PRICES",
    "LONGEST_CODE",
    "MOST_LINES",
    "MOST_UNITS",
    "MOVES",
    "REASONS",
    "SENT_BACK",
    "UNDELIVERED",
    "VOUCHER_CODE",
    "Agreement",
    "Arrived",
    "AskedVoucher",
    "Basket",
    "CartToken",
    "Discount",
    "DocumentKind",
    "DraftWish",
    "EmptyCart",
    "GiveUpReason",
    "IllegalMove",
    "KeptReason",
    "NotEnough",
    "NotForSale",
    "Paid",
    "Portion",
    "PriceChanged",
    "PricedLine",
    "PricedShipping",
    "Promotion",
    "PromotionKind",
    "RefusalReason",
    "ReturnReason",
    "Rounding",
    "State",
    "TaxPart",
    "TaxPolicy",
    "Taxed",
    "Units",
    "UnknownGoods",
    "VoucherRefused",
    "VoucherUsedUp",
    "WantedLine",
    "chosen_shipping",
    "confirm_in_time",
    "confirm_move",
    "confirm_orderable",
    "confirm_payable",
    "confirm_quantity",
    "confirm_some",
    "diagram",
    "discounts_of",
    "distribute",
    "document_number",
    "fulfilment_status",
    "new_cart_token",
    "parts_of",
    "payment_status",
    "read_cart_token",
    "sentence_of",
    "series_of",
    "share_of",
    "shipping_goes_back",
    "taxes_of",
    "voucher_code",
]
