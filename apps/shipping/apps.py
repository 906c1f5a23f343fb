from shop.kernel import contexts


class ShippingConfig(contexts.ContextConfig):
    name = "apps.shipping"
    label = "shipping"
