"""Staff looks at orders here, writes some, and says what taxes and parcels cost."""

from apps.orders.admin.drafts import DraftOrderAdmin
from apps.orders.admin.offers import OfferAdmin
from apps.orders.admin.orders import OrderAdmin
from apps.orders.admin.shipping import ShippingRateAdmin, ShippingZoneAdmin
from apps.orders.admin.taxes import TaxRateAdmin

__all__ = [
    "DraftOrderAdmin",
    "OfferAdmin",
    "OrderAdmin",
    "ShippingRateAdmin",
    "ShippingZoneAdmin",
    "TaxRateAdmin",
]
