"""What is taken back from a paid order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Event, Money
from shop.events.orders.aggregates import ORDER


@dataclass(frozen=True, kw_only=True)
class RefundGranted(Event):
    """The buyer is owed `amount` of a paid order, once for every `credit_id`.

    `reason` is undelivered; new ones may come. Of a cancelled order all goes back anyway.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    credit_id: UUID
    amount: Money
    reason: str
