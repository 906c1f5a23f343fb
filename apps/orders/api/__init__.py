"""Carts, checkout and orders over HTTP."""

from apps.orders.api.cancelling import OrderItemsCancellationView
from apps.orders.api.carts import (
    CartLinesView,
    CartLineView,
    CartMergeView,
    CartsView,
    CartView,
)
from apps.orders.api.checkout import CheckoutView, QuoteView
from apps.orders.api.explanation import OrderExplanationView
from apps.orders.api.invoices import OrderInvoicesView, OrderInvoiceView
from apps.orders.api.lookup import OrderLinkView, OrderLookupView
from apps.orders.api.orders import OrderCancellationView, OrdersView, OrderView
from apps.orders.api.returns import OrderReturnsView
from apps.orders.api.time_to_pay import OrderTimeView
from apps.orders.api.timeline import OrderTimelineView
from apps.orders.api.vouchers import CartVoucherView

__all__ = [
    "CartLineView",
    "CartLinesView",
    "CartMergeView",
    "CartView",
    "CartVoucherView",
    "CartsView",
    "CheckoutView",
    "OrderCancellationView",
    "OrderExplanationView",
    "OrderInvoiceView",
    "OrderInvoicesView",
    "OrderItemsCancellationView",
    "OrderLinkView",
    "OrderLookupView",
    "OrderReturnsView",
    "OrderTimeView",
    "OrderTimelineView",
    "OrderView",
    "OrdersView",
    "QuoteView",
]
