from shop.kernel import contexts


class SuppliersConfig(contexts.ContextConfig):
    name = "apps.suppliers"
    label = "suppliers"
