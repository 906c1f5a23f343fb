from shop.kernel.contexts import ContextConfig


class PaymentsConfig(ContextConfig):
    name = "apps.payments"
    label = "payments"
