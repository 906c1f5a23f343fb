"""Staff looks at orders here, writes some, takes in what comes back, and says what things cost."""

from apps.orders.admin.cancellations import CancellationAdmin
from apps.orders.admin.drafts import DraftOrderAdmin
from apps.orders.admin.invoices import InvoiceAdmin
from apps.orders.admin.offers import OfferAdmin
from apps.orders.admin.orders import OrderAdmin
from apps.orders.admin.promotions import PromotionAdmin
from apps.orders.admin.returns import ReturnAdmin
from apps.orders.admin.shipping import ShippingRateAdmin, ShippingZoneAdmin
from apps.orders.admin.taxes import TaxPolicyAdmin, TaxRateAdmin
from apps.orders.admin.vouchers import VoucherAdmin

__all__ = [
    "CancellationAdmin",
    "DraftOrderAdmin",
    "InvoiceAdmin",
    "OfferAdmin",
    "OrderAdmin",
    "PromotionAdmin",
    "ReturnAdmin",
    "ShippingRateAdmin",
    "ShippingZoneAdmin",
    "TaxPolicyAdmin",
    "TaxRateAdmin",
    "VoucherAdmin",
]
