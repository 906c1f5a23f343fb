from shop.kernel import contexts


class NotificationsConfig(contexts.ContextConfig):
    name = "apps.notifications"
    label = "notifications"
