"""Every state of an order, and every move between them, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from shop.kernel.errors import DomainError


class State(StrEnum):
    PLACED = "placed"
    PENDING_PAYMENT = "pending_payment"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        State.PLACED: frozenset({State.PENDING_PAYMENT, State.REJECTED}),
        State.PENDING_PAYMENT: frozenset({State.CONFIRMED, State.CANCELLED}),
        State.CONFIRMED: frozenset({State.SHIPPED, State.DELIVERED, State.CANCELLED}),
        State.SHIPPED: frozenset({State.DELIVERED}),
        State.DELIVERED: frozenset(),
        State.REJECTED: frozenset(),
        State.CANCELLED: frozenset(),
    }
)


class IllegalMove(DomainError):
    """The order cannot become this from where it is; `details` say what it can become."""

    code = "illegal_move"

    def __init__(self, state: str, target: str) -> None:
        super().__init__(
            f"A {state} order cannot become {target}.",
            details={"state": state, "allowed": sorted(MOVES[state])},
        )


def confirm_move(state: str, target: str) -> None:
    """Raises IllegalMove unless the table has the move."""
    if target not in MOVES[state]:
        raise IllegalMove(state, target)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = [f"    [*] --> {State.PLACED}"]
    for state, targets in MOVES.items():
        lines += [f"    {state} --> {target}" for target in sorted(targets) or ["[*]"]]
    return "\n".join(["stateDiagram-v2", *lines])
