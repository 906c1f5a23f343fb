from shop.kernel.contexts import ContextConfig


class NotificationsConfig(ContextConfig):
    name = "apps.notifications"
    label = "notifications"
