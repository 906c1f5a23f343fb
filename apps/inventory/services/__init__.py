"""What inventory does: count, hold, commit, release, ship, move and take back units, and tell."""

from apps.inventory.models import Waiting
from apps.inventory.services.announcing import announce_stock
from apps.inventory.services.backorders.filling import fill_backorders
from apps.inventory.services.backorders.promising import renew_all_promises, renew_promises
from apps.inventory.services.counting import (
    cancel_count,
    enter_count,
    enter_counts,
    open_count,
    post_count,
)
from apps.inventory.services.expecting import (
    Arrival,
    Purchase,
    change_expected_units,
    expect_units,
    receive_expected_units,
    require_warehouse,
    stop_expecting_units,
)
from apps.inventory.services.extending import extend_hold
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
from apps.inventory.services.reducing import release_units
from apps.inventory.services.releasing import (
    release_hold,
    release_lapsed_holds,
    release_stock,
)
from apps.inventory.services.repairing import repair_drift
from apps.inventory.services.returning import ComingBack, take_back_units
from apps.inventory.services.selling import commit_stock, ship_stock, take_back_stock
from apps.inventory.services.terms import agree_on_terms
from apps.inventory.services.tickets.admitting import Admitted, admit
from apps.inventory.services.tickets.opening import open_tickets, withdraw_tickets
from apps.inventory.services.transferring import (
    cancel_transfer,
    close_transfer,
    draft_transfer,
    receive_transfer,
    ship_transfer,
)
from apps.inventory.services.waiting_list.joining import (
    join_waiting_list,
    leave_all_waiting_lists,
    leave_waiting_list,
)
from apps.inventory.services.waiting_list.offering import offer_units_left_free

__all__ = [
    "Admitted",
    "Arrival",
    "ComingBack",
    "Corrected",
    "Purchase",
    "Waiting",
    "adjust_stock",
    "admit",
    "agree_on_terms",
    "announce_stock",
    "cancel_count",
    "cancel_transfer",
    "change_expected_units",
    "close_transfer",
    "commit_stock",
    "correct_stock_levels",
    "draft_transfer",
    "enter_count",
    "enter_counts",
    "expect_units",
    "extend_hold",
    "fill_backorders",
    "hold_stock",
    "join_waiting_list",
    "leave_all_waiting_lists",
    "leave_waiting_list",
    "offer_units_left_free",
    "open_count",
    "open_tickets",
    "open_warehouse",
    "post_count",
    "put_stock_back",
    "receive_delivery",
    "receive_expected_units",
    "receive_stock",
    "receive_transfer",
    "release_hold",
    "release_lapsed_holds",
    "release_stock",
    "release_units",
    "renew_all_promises",
    "renew_promises",
    "repair_drift",
    "require_warehouse",
    "set_stock_aside",
    "set_stock_levels",
    "ship_stock",
    "ship_transfer",
    "stop_expecting_units",
    "take_back_stock",
    "take_back_units",
    "withdraw_tickets",
    "write_stock_off",
]
