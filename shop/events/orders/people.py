"""Whose order it is, and how its buyer finds it again."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Personal
from shop.events.orders.aggregates import ORDER


@dataclass(frozen=True, kw_only=True)
class OrderClaimed(Event):
    """A guest's order belongs to a member now; what others keep for it follows.

    What was said before stays encrypted with the key of `former_customer_id`.
    """

    aggregate: ClassVar = ORDER

    order_id: UUID
    number: str
    customer_id: UUID
    former_customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderLinkAsked(Event):
    """Somebody lost the link to an order; `found` is the order that was meant, if there is one."""

    aggregate: ClassVar = Aggregate("link_ask", key="ask_id")
    internal: ClassVar = True

    ask_id: UUID
    found: UUID | None


@dataclass(frozen=True, kw_only=True)
class OrderLinkRequested(Event):
    """The link to the order is to be mailed once more: to `email`, and nowhere else."""

    aggregate: ClassVar = ORDER
    internal: ClassVar = True

    order_id: UUID
    number: str
    customer_id: UUID
    email: Personal[str]
    lookup_token: Personal[str]
