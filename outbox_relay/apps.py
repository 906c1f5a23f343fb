from django.apps import AppConfig


class OutboxRelayConfig(AppConfig):
    name = "outbox_relay"
    label = "outbox_relay"
