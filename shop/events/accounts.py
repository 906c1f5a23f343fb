"""What accounts tells the others: who the people are."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Personal

CUSTOMER = Aggregate("customer", key="customer_id")


@dataclass(frozen=True, kw_only=True)
class UserRegistered(Event):
    """Somebody opened an account and may now sign in."""

    aggregate: ClassVar = CUSTOMER

    customer_id: UUID
    email: Personal[str]
    name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CustomerContactChanged(Event):
    """How to reach a customer from now on; replaces all that was known before."""

    aggregate: ClassVar = CUSTOMER

    customer_id: UUID
    name: Personal[str]
    email: Personal[str]
    phone: Personal[str] = ""
    locale: str = "en"
