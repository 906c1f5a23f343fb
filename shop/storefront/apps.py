from shop.kernel import contexts


class StorefrontConfig(contexts.ContextConfig):
    name = "shop.storefront"
    label = "storefront"
