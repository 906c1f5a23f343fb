"""What every bounded context's AppConfig does when Django starts."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class ContextConfig(AppConfig):
    """A context whose handlers are known to the bus as soon as Django is ready."""

    def ready(self) -> None:
        if find_spec(f"{self.name}.handlers"):
            import_module(f"{self.name}.handlers")
