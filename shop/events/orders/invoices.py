"""The documents about what an order costs."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Event, Money
from shop.events.orders.aggregates import ORDER


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Event):
    """A document has its number, which no other has and none is missing before.

    `kind` is one of invoice, credit_note; `tax` is part of `total`.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    invoice_id: UUID
    invoice_number: str
    kind: str
    total: Money
    tax: Money
