"""Lines of tickets, for comparison with the tickets themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.orders.models import OrderLine, OrderState


@dataclass(frozen=True, kw_only=True)
class TicketLine:
    """A line of tickets, and where its order stands."""

    line_id: UUID
    number: str
    state: str
    sku: str
    quantity: int
    moved_at: datetime

    @property
    def is_confirmed(self) -> bool:
        return self.state in {OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED}


def ticket_lines() -> list[TicketLine]:
    """Every line of tickets."""
    lines = OrderLine.objects.filter(ticketed=True).select_related("order").order_by("id")
    return [
        TicketLine(
            line_id=line.id,
            number=line.order.number,
            state=line.order.state,
            sku=line.sku,
            quantity=line.quantity,
            moved_at=line.order.moved_at,
        )
        for line in lines
    ]
