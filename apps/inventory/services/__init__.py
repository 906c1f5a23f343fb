"""What inventory does: count, hold, commit, release, ship and take back units, and tell of it."""

from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.counting import (
    cancel_count,
    enter_count,
    enter_counts,
    open_count,
    post_count,
)
from apps.inventory.services.holding import hold_stock
from apps.inventory.services.levels import (
    adjust_stock,
    open_warehouse,
    put_stock_back,
    receive_delivery,
    receive_stock,
    set_stock_aside,
    set_stock_levels,
    write_stock_off,
)
from apps.inventory.services.releasing import release_lapsed_holds, release_stock
from apps.inventory.services.repairing import repair_drift
from apps.inventory.services.selling import commit_stock, ship_stock, take_back_stock

__all__ = [
    "adjust_stock",
    "announce_stock",
    "cancel_count",
    "commit_stock",
    "enter_count",
    "enter_counts",
    "hold_stock",
    "open_count",
    "open_warehouse",
    "post_count",
    "put_stock_back",
    "receive_delivery",
    "receive_stock",
    "release_lapsed_holds",
    "release_stock",
    "repair_drift",
    "set_stock_aside",
    "set_stock_levels",
    "ship_stock",
    "take_back_stock",
    "write_stock_off",
]
