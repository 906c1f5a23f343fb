"""Balances and the ledger that they are sums of, written down together."""

from collections.abc import Sequence
from uuid import UUID

from apps.inventory.models import STORED_BALANCES, Movement, Stock
from shop.kernel.context import current_context


def write_balances(
    stock: Sequence[Stock],
    movements: Sequence[Movement],
    *,
    order_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Writes the changed balances and the ledger, with who caused it and why."""
    changed = [name for name in STORED_BALANCES if any(getattr(it, name) for it in movements)]
    if changed:
        Stock.objects.bulk_update(stock, changed, batch_size=500)
    write_movements(movements, order_id=order_id, reason=reason)


def write_movements(
    movements: Sequence[Movement], *, order_id: UUID | None = None, reason: str = ""
) -> None:
    """Writes lines of the ledger, with who caused them and why.

    Without an order here, each line keeps the one that it names itself.
    """
    context = current_context()
    for movement in movements:
        movement.order_id, movement.reason = order_id or movement.order_id, reason
        movement.actor, movement.event_id = context.actor, context.causation_id
    Movement.objects.bulk_create(movements, batch_size=500)
