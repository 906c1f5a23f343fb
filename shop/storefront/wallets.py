"""What members have with the shop: to pay with, and how it came and went."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest

from apps.orders.queries.numbers import numbers_of
from apps.payments.queries import ShownEntry, balance_of, shown_entries_of
from shop.events.base import Money
from shop.kernel.money import money
from shop.storefront.pages import PageOf, page_of

ENTRIES_PER_PAGE = 20
_CAUSES = {
    "goodwill": "A gift from us",
    "promotion": "A promotion",
    "correction": "A correction",
    "payment": "You paid",
    "refund": "Your money back",
    "payout": "Sent to your bank",
}


@dataclass(frozen=True, kw_only=True)
class Wallet:
    """What a member can pay with, in the currency of what is to be paid.

    What it gave already of the same price counts: it is back before it is taken again.
    """

    held: Money
    price: Money

    @property
    def is_enough(self) -> bool:
        return self.held.amount >= self.price.amount

    @property
    def left(self) -> Money:
        """What it holds when the price is paid from it."""
        return money(self.held.amount - self.price.amount, self.held.currency)

    @property
    def rest(self) -> Money:
        """What is to be paid in another way when the wallet gives all it has."""
        return money(self.price.amount - self.held.amount, self.held.currency)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One line of a wallet's history; `order` is the number of the order that it was about."""

    at: datetime
    cause: str
    order: str
    amount: Money
    held: Money

    @property
    def came_in(self) -> bool:
        return self.amount.amount > 0


def wallet_to_pay(
    price: Money, *, member_id: UUID | None, put_aside: Decimal = Decimal(0)
) -> Wallet | None:
    """The member's wallet, if there is anything in it, or put aside of it, for this price."""
    if member_id is None:
        return None
    amount = balance_of(member_id, currency=price.currency).amount + put_aside
    return Wallet(held=money(amount, price.currency), price=price) if amount else None


def member_id_of(request: HttpRequest) -> UUID | None:
    """Who has signed in, if anybody."""
    return request.user.customer_id if request.user.is_authenticated else None


def moves_of(customer_id: UUID, *, page: int) -> PageOf[Move]:
    """The history of the member's wallets, newest first, page by page from 1 on."""
    first = (page - 1) * ENTRIES_PER_PAGE
    found = shown_entries_of(customer_id, first=first, most=ENTRIES_PER_PAGE + 1)
    numbers = numbers_of({entry.order_id for entry in found if entry.order_id})
    moves = [_move(entry, numbers) for entry in found]
    return page_of(moves, number=page, size=ENTRIES_PER_PAGE)


def _move(entry: ShownEntry, numbers: dict[UUID, str]) -> Move:
    return Move(
        at=entry.at,
        cause=_CAUSES.get(entry.reason, entry.reason),
        order=numbers.get(entry.order_id, "") if entry.order_id else "",
        amount=entry.amount,
        held=entry.held,
    )
