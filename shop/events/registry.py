"""Finds every event class of the published language by its name."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import shop.events
from shop.events.base import Event


@cache
def event_types() -> Mapping[str, type[Event]]:
    """All published event classes by type name, `tradewind.orders.OrderPlaced.v1` and so on."""
    for module in pkgutil.iter_modules(shop.events.__path__):
        importlib.import_module(f"shop.events.{module.name}")
    published = [
        event for event in Event.__subclasses__() if event.__module__.startswith("shop.events.")
    ]
    return MappingProxyType({event.type_name(): event for event in published})
