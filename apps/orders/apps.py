from shop.kernel.contexts import ContextConfig


class OrdersConfig(ContextConfig):
    name = "apps.orders"
    label = "orders"
