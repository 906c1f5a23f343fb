from shop.kernel import contexts


class OrdersConfig(contexts.ContextConfig):
    name = "apps.orders"
    label = "orders"
