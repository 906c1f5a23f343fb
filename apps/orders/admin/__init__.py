"""Staff looks at orders here, writes some, takes in what comes back, and says what things cost."""

from apps.orders.admin.drafts import DraftOrderAdmin
from apps.orders.admin.invoices import InvoiceAdmin
from apps.orders.admin.offers import OfferAdmin
from apps.orders.admin.orders import OrderAdmin
from apps.orders.admin.returns import ReturnAdmin
from apps.orders.admin.shipping import ShippingRateAdmin, ShippingZoneAdmin
from apps.orders.admin.taxes import TaxRateAdmin

__all__ = [
    "DraftOrderAdmin",
    "InvoiceAdmin",
    "OfferAdmin",
    "OrderAdmin",
    "ReturnAdmin",
    "ShippingRateAdmin",
    "ShippingZoneAdmin",
    "TaxRateAdmin",
]
