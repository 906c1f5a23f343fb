from shop.kernel import contexts


class InventoryConfig(contexts.ContextConfig):
    name = "apps.inventory"
    label = "inventory"
