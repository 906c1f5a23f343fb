"""Shops that are broken on purpose, and that the storm must convict: CONTROL names one."""

import os
from collections.abc import Callable, Sequence

from django.apps import AppConfig


def lock_as_named() -> None:
    """Locks the rows of an order one after the other, as its lines name them."""
    from apps.inventory.rules import Place
    from apps.inventory.services import holding

    lock_sorted = holding.lock_places

    def lock_places(skus: Sequence[str]) -> list[Place]:
        return [place for sku in skus for place in lock_sorted((sku,))]

    holding.lock_places = lock_places


def lock_nothing() -> None:
    """Looks at the rows of an order, with a lock that keeps no other buyer away."""
    from apps.inventory.sql import holding

    locking = holding._lock
    holding._lock = lambda count: locking(count).replace("FOR UPDATE", "FOR KEY SHARE")


CONTROLS: dict[str, Callable[[], None]] = {
    "lock as named": lock_as_named,
    "lock nothing": lock_nothing,
}


class BrokenShop(AppConfig):
    """Breaks every process of the shop that starts with `tests.faults.storm.broken_settings`."""

    name = "tests.faults.storm"
    label = "storm"

    def ready(self) -> None:
        CONTROLS[os.environ["CONTROL"]]()
