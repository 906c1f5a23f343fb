"""Finds every event class of the published language by its name."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import shop.events
from shop.events.base import Event
from shop.events.upcasting import upcasted_type, upcasted_types


class UnknownEvent(LookupError):
    """There is a type of event that this version of the code does not know."""


@cache
def event_types() -> Mapping[str, type[Event]]:
    """All published event classes by type name, `tradewind.orders.OrderPlaced.v1` and so on."""
    for module in pkgutil.iter_modules(shop.events.__path__):
        importlib.import_module(f"shop.events.{module.name}")
    published = [
        event for event in Event.__subclasses__() if event.__module__.startswith("shop.events.")
    ]
    return MappingProxyType({event.type_name(): event for event in published})


def readable_types() -> Mapping[str, type[Event]]:
    """The class that reads events of each type, older versions of types too, by type name."""
    # Loads the modules that upcasters are in.
    known = event_types()
    return {**known, **{name: todays_type(name) for name in upcasted_types()}}


def todays_type(type_name: str) -> type[Event]:
    """The class that reads events of that type, which may be of an older version.

    Raises UnknownEvent.
    """
    known = event_types()
    event_type = known.get(type_name) or known.get(upcasted_type(type_name))
    if event_type is None:
        raise UnknownEvent(f"No event class is called {type_name}.")
    return event_type
