"""The building blocks of the published language. Plain Python: no Django in here."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, TypeVar, cast
from uuid import UUID

T = TypeVar("T")


class PersonalMark:
    """Marks a field that is encrypted with the customer's own key before it is stored."""


Personal = Annotated[T, PersonalMark()]
"""`Personal[str]`: handlers inside the house read plain text, everybody else needs the key.

An event that carries one names its customer in a field `customer_id`."""

ERASED = "[erased]"
"""What a `Personal[str]` reads as once its customer's key has been deleted."""


@dataclass(frozen=True)
class Aggregate:
    """Whose history an event belongs to; events of one aggregate are delivered in order.

    `kind` names the aggregate ("order"), `key` the event's field that identifies it.
    """

    kind: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, as other contexts and outside consumers may rely on it.

    A subclass lives in the module of the app that publishes it (`shop.events.<app>`), is a frozen
    dataclass of ids and values, and names its `aggregate`. A change that old readers could not
    understand raises `version`. An `internal` event never leaves the house.
    """

    aggregate: ClassVar[Aggregate]
    version: ClassVar[int] = 1
    internal: ClassVar[bool] = False

    @classmethod
    def context(cls) -> str:
        """The app that publishes this event, "orders" for one in `shop.events.orders`."""
        return cls.__module__.removeprefix("shop.events.").partition(".")[0]

    @classmethod
    def type_name(cls) -> str:
        """The CloudEvents type, for example `tradewind.orders.OrderPlaced.v1`."""
        return f"tradewind.{cls.context()}.{cls.__name__}.v{cls.version}"

    def aggregate_id(self) -> str:
        return str(cast(UUID | str, getattr(self, self.aggregate.key)))


@dataclass(frozen=True, kw_only=True)
class Money:
    """An exact amount in an ISO 4217 currency, in major units ("12.50" euros)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class PostalAddress:
    """Where a parcel goes. `country` is ISO 3166-1 alpha-2."""

    name: Personal[str]
    line1: Personal[str]
    line2: Personal[str] = ""
    city: Personal[str]
    postal_code: Personal[str]
    country: str
