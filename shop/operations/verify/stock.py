"""1. Balances are the sums of the movement ledger, reserved is what is held, and not for ever.

Who waits for units is counted, and gets those that come.
"""

from collections.abc import Iterator
from datetime import timedelta

from apps.inventory import queries
from shop.kernel import clock
from shop.kernel.identity import made_at
from shop.operations.verify.findings import TIME_TO_FINISH, Finding, Standing

TIME_TO_SERVE = timedelta(minutes=1)
"""The job that serves queues comes every ten seconds."""


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


def queues_are_counted() -> Iterator[Finding]:
    for wrong in queries.queue_miscounts():
        yield Finding(
            invariant="queues are counted",
            subject=wrong.subject,
            sentence=f"{wrong.waiting} units are waited for, {wrong.counted} are counted.",
        )
    for lost in queries.backorders_without_units():
        yield Finding(
            invariant="queues are counted",
            subject=f"backorder of {lost.sku} for order {lost.order_id}",
            sentence=f"{lost.filled} units came for it, {lost.held} are held.",
        )


def free_units_go_to_those_who_wait() -> Iterator[Finding]:
    for queue in queries.unserved_queues():
        late = clock.now() - queue.moved_at > TIME_TO_SERVE
        yield Finding(
            invariant="free units go to those who wait",
            subject=f"queue of {queue.sku}",
            sentence=f"{queue.waiting} units are waited for while {queue.free} are free.",
            standing=Standing.BROKEN if late else Standing.OPEN,
        )


def offers_are_held() -> Iterator[Finding]:
    for entry in queries.line_misfits():
        yield Finding(
            invariant="offers to those in line are held",
            subject=f"waiting list of {entry}",
            sentence=f"The place is {entry.state}, which is not what its hold says.",
        )
    for sku in queries.line_unserved(since=clock.now() - TIME_TO_SERVE):
        yield Finding(
            invariant="offers to those in line are held",
            subject=f"waiting list of {sku}",
            sentence="Units are free, and nobody in line has been offered one.",
        )
