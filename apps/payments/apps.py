from shop.kernel import contexts


class PaymentsConfig(contexts.ContextConfig):
    name = "apps.payments"
    label = "payments"
