from shop.kernel.contexts import ContextConfig


class CatalogConfig(ContextConfig):
    name = "apps.catalog"
    label = "catalog"
