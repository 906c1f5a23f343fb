from shop.kernel import contexts


class CatalogConfig(contexts.ContextConfig):
    name = "apps.catalog"
    label = "catalog"
