from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "shop.kernel"
    label = "kernel"

    def ready(self) -> None:
        import_module("shop.kernel.api.schema")
