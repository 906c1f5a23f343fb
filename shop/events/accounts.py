"""What accounts tells the others: who the people are.

`user_id` names who signs in, `customer_id` the same person as all other contexts know them.
"""

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


@dataclass(frozen=True, kw_only=True)
class UserUpdated(Event):
    """Somebody's profile or addresses changed; whoever shows them asks accounts again."""

    aggregate: ClassVar = CUSTOMER

    user_id: UUID
    customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class EmailVerificationRequested(Event):
    """Somebody says that `email` is theirs: the token goes there and nowhere else.

    The page `account/verify/<token>` of the shop takes it back.
    """

    aggregate: ClassVar = CUSTOMER
    internal: ClassVar = True

    user_id: UUID
    customer_id: UUID
    email: Personal[str]
    token: Personal[str]


@dataclass(frozen=True, kw_only=True)
class EmailVerified(Event):
    """The mailbox `email` is the user's own: what was bought with that address is theirs too."""

    aggregate: ClassVar = CUSTOMER

    user_id: UUID
    customer_id: UUID
    email: Personal[str]


@dataclass(frozen=True, kw_only=True)
class MemberRecognised(Event):
    """Somebody signed in, to whom the mailbox `email` was proved to belong; see `EmailVerified`."""

    aggregate: ClassVar = CUSTOMER
    internal: ClassVar = True

    user_id: UUID
    customer_id: UUID
    email: Personal[str]


@dataclass(frozen=True, kw_only=True)
class PasswordResetRequested(Event):
    """Somebody forgot the password: the token goes to `email` and nowhere else.

    The page `account/reset/<token>` of the shop takes it back.
    """

    aggregate: ClassVar = CUSTOMER
    internal: ClassVar = True

    user_id: UUID
    customer_id: UUID
    email: Personal[str]
    token: Personal[str]


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(Event):
    """Somebody forgot a password; accounts looks whether there is such an account at all."""

    aggregate: ClassVar = Aggregate("reset_ask", key="ask_id")
    internal: ClassVar = True

    ask_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """The account has a new password; its owner is told, in case it was somebody else."""

    aggregate: ClassVar = CUSTOMER

    user_id: UUID
    customer_id: UUID


@dataclass(frozen=True, kw_only=True)
class ErasurePostponed(Event):
    """A member who wants to be forgotten is still needed; the member is told why.

    `reason` is one of order_under_way, wallet_holds_money; new ones may come. It is told again only
    when it is another one.
    """

    aggregate: ClassVar = CUSTOMER
    internal: ClassVar = True

    user_id: UUID
    customer_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class UserErased(Event):
    """Nobody may know any more who this was: forget what you know about the person.

    Figures stay. The person may be known to you under `former_customer_ids` as well, from orders
    bought as a guest. Whoever still needs the person (an order under way) refuses in a `@during`
    handler by a DomainError, whose code is the reason that the member is told; it is asked again
    later, and the event is published once nobody does.
    """

    aggregate: ClassVar = CUSTOMER

    user_id: UUID
    customer_id: UUID
    former_customer_ids: tuple[UUID, ...] = ()
