from django.urls import path

from apps.orders import api

urlpatterns = [
    path("api/v1/carts", api.CartsView.as_view(), name="carts"),
    path("api/v1/cart", api.CartView.as_view(), name="cart"),
    path("api/v1/cart/merge", api.CartMergeView.as_view(), name="cart-merge"),
    path("api/v1/cart/voucher", api.CartVoucherView.as_view(), name="cart-voucher"),
    path("api/v1/cart/lines", api.CartLinesView.as_view(), name="cart-lines"),
    path("api/v1/cart/lines/<path:sku>", api.CartLineView.as_view(), name="cart-line"),
    path("api/v1/checkout/quote", api.QuoteView.as_view(), name="checkout-quote"),
    path("api/v1/checkout", api.CheckoutView.as_view(), name="checkout"),
    path("api/v1/order-lookup", api.OrderLookupView.as_view(), name="order-lookup"),
    path("api/v1/order-lookup/link", api.OrderLinkView.as_view(), name="order-link"),
    path("api/v1/orders", api.OrdersView.as_view(), name="orders"),
    path("api/v1/orders/<uuid:order_id>", api.OrderView.as_view(), name="order"),
    path(
        "api/v1/orders/<uuid:order_id>/cancel",
        api.OrderCancellationView.as_view(),
        name="order-cancellation",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/cancel-items",
        api.OrderItemsCancellationView.as_view(),
        name="order-items-cancellation",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/more-time",
        api.OrderTimeView.as_view(),
        name="order-more-time",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/invoices",
        api.OrderInvoicesView.as_view(),
        name="order-invoices",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/invoices/<uuid:invoice_id>.pdf",
        api.OrderInvoiceView.as_view(),
        name="order-invoice",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/returns",
        api.OrderReturnsView.as_view(),
        name="order-returns",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/explanation",
        api.OrderExplanationView.as_view(),
        name="order-explanation",
    ),
    path(
        "api/v1/orders/<uuid:order_id>/timeline",
        api.OrderTimelineView.as_view(),
        name="order-timeline",
    ),
]
