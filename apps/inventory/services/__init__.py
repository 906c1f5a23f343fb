"""What inventory does: count, hold, commit, release, ship and take back units, and tell of it."""

from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.holding import hold_stock
from apps.inventory.services.levels import (
    Corrected,
    adjust_stock,
    correct_stock_levels,
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
    "Corrected",
    "adjust_stock",
    "announce_stock",
    "commit_stock",
    "correct_stock_levels",
    "hold_stock",
    "open_warehouse",
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
