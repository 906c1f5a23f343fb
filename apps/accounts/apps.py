from shop.kernel.contexts import ContextConfig


class AccountsConfig(ContextConfig):
    name = "apps.accounts"
    label = "accounts"
