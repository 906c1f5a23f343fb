from django.urls import include, path, register_converter

from shop.storefront.converters import HandleConverter, OrderNumberConverter
from shop.storefront.views import accounts, carts, checkout, orders, paying, shelves, shortages

register_converter(HandleConverter, "handle")
register_converter(OrderNumberConverter, "order_number")

_PAGES = [
    path("", shelves.home, name="home"),
    path("c/<handle:handle>", shelves.category, name="category"),
    path("p/<handle:handle>", shelves.product, name="product"),
    path("pictures/<uuid:owner_id>.svg", shelves.drawing, name="drawing"),
    path("cart", carts.cart, name="cart"),
    path("cart/add", carts.add, name="cart_add"),
    path("cart/change", carts.change, name="cart_change"),
    path("checkout", checkout.checkout, name="checkout"),
    path("checkout/shortage/<order_number:number>", shortages.shortage, name="shortage"),
    path("orders", orders.my_orders, name="my_orders"),
    path("orders/<order_number:number>", orders.order, name="order"),
    path("orders/<order_number:number>/state", orders.state, name="order_state"),
    path("orders/<order_number:number>/cancel", orders.cancel, name="cancel"),
    path("orders/<order_number:number>/pay", paying.pay, name="pay"),
    path("orders/<order_number:number>/card-returned", paying.card_returned, name="card_returned"),
    path("account/sign-in", accounts.sign_in, name="sign_in"),
    path("account/sign-up", accounts.sign_up, name="sign_up"),
    path("account/sign-out", accounts.sign_out, name="sign_out"),
]

urlpatterns = [path("", include((_PAGES, "storefront")))]
