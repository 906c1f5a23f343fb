from shop.kernel.contexts import ContextConfig


class ShippingConfig(ContextConfig):
    name = "apps.shipping"
    label = "shipping"
