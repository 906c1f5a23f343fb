from importlib import import_module

from django.apps import AppConfig


class OutboxRelayConfig(AppConfig):
    name = "outbox_relay"
    label = "outbox_relay"

    def ready(self) -> None:
        import_module("outbox_relay.checks")
