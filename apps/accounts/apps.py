from shop.kernel import contexts


class AccountsConfig(contexts.ContextConfig):
    name = "apps.accounts"
    label = "accounts"
