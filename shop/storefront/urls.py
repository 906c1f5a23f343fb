from django.urls import include, path, register_converter

from shop.storefront.converters import CountConverter, HandleConverter, OrderNumberConverter
from shop.storefront.views import (
    accounts,
    addresses,
    carts,
    checkout,
    crawlers,
    drawings,
    finding,
    listings,
    mailed_links,
    members,
    orders,
    paying,
    products,
    shortages,
)

register_converter(CountConverter, "count")
register_converter(HandleConverter, "handle")
register_converter(OrderNumberConverter, "order_number")

_PAGES = [
    path("", listings.home, name="home"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemaps/departments.xml", crawlers.departments, name="sitemap_departments"),
    path("sitemaps/products-<count:number>.xml", crawlers.products, name="sitemap_products"),
    path("search", listings.search, name="search"),
    path("search/suggestions", listings.suggest, name="suggest"),
    path("c/<handle:handle>", listings.category, name="category"),
    path("collections/<handle:handle>", listings.collection, name="collection"),
    path("p/<handle:handle>", products.product, name="product"),
    path("pictures/<uuid:owner_id>.svg", drawings.drawing, name="drawing"),
    path("cart", carts.cart, name="cart"),
    path("cart/add", carts.add, name="cart_add"),
    path("cart/change", carts.change, name="cart_change"),
    path("checkout", checkout.checkout, name="checkout"),
    path("checkout/shortage/<order_number:number>", shortages.shortage, name="shortage"),
    path("orders", orders.my_orders, name="my_orders"),
    path("orders/find", finding.find, name="find_order"),
    path("orders/find/link", finding.lost_link, name="lost_link"),
    path("orders/<order_number:number>", orders.order, name="order"),
    path("orders/<order_number:number>/state", orders.state, name="order_state"),
    path("orders/<order_number:number>/cancel", orders.cancel, name="cancel"),
    path("orders/<order_number:number>/pay", paying.pay, name="pay"),
    path("orders/<order_number:number>/more-time", paying.more_time, name="more_time"),
    path("orders/<order_number:number>/card-returned", paying.card_returned, name="card_returned"),
    path("account/sign-in", accounts.sign_in, name="sign_in"),
    path("account/sign-up", accounts.sign_up, name="sign_up"),
    path("account/sign-out", accounts.sign_out, name="sign_out"),
    path("account", members.account, name="account"),
    path("account/wallet", members.wallet, name="wallet"),
    path("account/profile", members.profile, name="profile"),
    path("account/password", members.password, name="password"),
    path("account/email", members.email, name="email"),
    path("account/email/verification", members.verification, name="verification"),
    path("account/devices/sign-out", members.sign_out_others, name="sign_out_others"),
    path("account/export", members.export, name="export"),
    path("account/leave", members.leave_shop, name="leave"),
    path("account/left", members.left, name="left"),
    path("account/addresses/new", addresses.new_address, name="new_address"),
    path("account/addresses/<uuid:address_id>", addresses.address, name="address"),
    path("account/addresses/<uuid:address_id>/prefer", addresses.prefer, name="prefer_address"),
    path("account/addresses/<uuid:address_id>/remove", addresses.remove, name="remove_address"),
    path("account/forgotten", mailed_links.forgotten, name="forgotten"),
    path("account/reset", mailed_links.reset_asked, name="reset_asked"),
    path("account/reset/<str:token>", mailed_links.reset, name="reset"),
    path("account/verify/<str:token>", mailed_links.verify, name="verify"),
]

urlpatterns = [path("", include((_PAGES, "storefront")))]
