"""1. Balances are the sums of the movement ledger, reserved is what is held, and not for ever."""

from collections.abc import Iterator

from apps.inventory import queries
from shop.kernel import clock
from shop.kernel.identity import made_at
from shop.operations.verify.findings import TIME_TO_FINISH, Finding, Standing


def balances_are_sums_of_the_ledger() -> Iterator[Finding]:
    for drift in queries.ledger_drift():
        yield Finding(
            invariant="balances are the sums of the ledger",
            subject=f"stock {drift.sku} in {drift.warehouse}",
            sentence=str(drift),
        )


def lapsed_holds_are_released() -> Iterator[Finding]:
    for overdue in queries.reservations_overdue():
        # A hold of the demo's past has lapsed as soon as it is made.
        since = max(overdue.expires_at, made_at(overdue.order_id))
        late = clock.now() - since > TIME_TO_FINISH
        yield Finding(
            invariant="lapsed holds are released",
            subject=f"hold of order {overdue.order_id}",
            sentence=f"It lapsed at {overdue.expires_at:%Y-%m-%d %H:%M:%S} UTC.",
            standing=Standing.BROKEN if late else Standing.OPEN,
        )
