"""Old payloads as today's: history is replayed, and older versions of an event are in it."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Payload = dict[str, Any]
Upcaster = Callable[[Payload], Payload]

_VERSION = re.compile(r"(?P<name>tradewind\.\w+\.\w+\.v)(?P<version>\d+)")
_upcasters: dict[str, Upcaster] = {}


def upcasts(old_type: str) -> Callable[[Upcaster], Upcaster]:
    """The function makes a payload of that type one of the next version, `...v1` one of `...v2`.

    It gets and gives the decoded JSON object. Personal fields stay sealed in it: it may rename or
    move them, and reads nothing of them. `customer_id` stays what it is.
    """
    _next_version(old_type)
    if old_type in _upcasters:
        raise ValueError(f"{old_type} has an upcaster already.")

    def register(upcaster: Upcaster) -> Upcaster:
        _upcasters[old_type] = upcaster
        return upcaster

    return register


def upcasted(type_name: str, payload: Payload) -> Payload:
    """The payload as one of `upcasted_type(type_name)`, step by step."""
    while upcaster := _upcasters.get(type_name):
        payload = upcaster(payload)
        type_name = _next_version(type_name)
    return payload


def upcasted_type(type_name: str) -> str:
    """The type that payloads of this one end up as: itself, if nothing upcasts it."""
    while type_name in _upcasters:
        type_name = _next_version(type_name)
    return type_name


def upcasted_types() -> Iterable[str]:
    """The older types that have an upcaster."""
    return _upcasters.keys()


def _next_version(type_name: str) -> str:
    parts = _VERSION.fullmatch(type_name)
    if parts is None:
        raise ValueError(f"{type_name!r} is no type like tradewind.orders.OrderPlaced.v1.")
    return f"{parts['name']}{int(parts['version']) + 1}"
