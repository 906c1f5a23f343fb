from apps.orders.models.cancellations import Cancellation, CancellationLine, CancellationState
from apps.orders.models.carts import Cart, CartLine, CartState
from apps.orders.models.credits import Credit, CreditedLine
from apps.orders.models.drafts import DraftLine, DraftOrder, DraftState
from apps.orders.models.invoices import Invoice, InvoiceSeries
from apps.orders.models.lines import OrderLine
from apps.orders.models.members import Member
from apps.orders.models.offers import Offer, PriceKind
from apps.orders.models.order_states import OrderState, Promise
from apps.orders.models.orders import Order
from apps.orders.models.promotions import OrderDiscount, Promotion
from apps.orders.models.returns import Return, ReturnedLine, ReturnState
from apps.orders.models.shipping import ShippingMethod, ShippingRate, ShippingZone, ZoneCountry
from apps.orders.models.taxes import TaxPolicy, TaxRate
from apps.orders.models.timeline import TimelineEntry
from apps.orders.models.vouchers import Voucher, VoucherSlot

__all__ = [
    "Cancellation",
    "CancellationLine",
    "CancellationState",
    "Cart",
    "CartLine",
    "CartState",
    "Credit",
    "CreditedLine",
    "DraftLine",
    "DraftOrder",
    "DraftState",
    "Invoice",
    "InvoiceSeries",
    "Member",
    "Offer",
    "Order",
    "OrderDiscount",
    "OrderLine",
    "OrderState",
    "PriceKind",
    "Promise",
    "Promotion",
    "Return",
    "ReturnState",
    "ReturnedLine",
    "ShippingMethod",
    "ShippingRate",
    "ShippingZone",
    "TaxPolicy",
    "TaxRate",
    "TimelineEntry",
    "Voucher",
    "VoucherSlot",
    "ZoneCountry",
]
