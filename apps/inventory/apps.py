from shop.kernel.contexts import ContextConfig


class InventoryConfig(ContextConfig):
    name = "apps.inventory"
    label = "inventory"
