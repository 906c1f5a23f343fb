"""Promotions, and what they take off."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class PromotionKind(StrEnum):
    """What a promotion takes off: a share, an amount, whole units, or what sending costs."""

    PERCENTAGE = "percentage"
    FIXED = "fixed"
    BUY_GET = "buy_get"
    FREE_SHIPPING = "free_shipping"


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """A rule that takes something off, and for what: a condition that is left empty asks nothing.

    `percent` is a share like 0.10. Of `buy` + `get` units, `get` cost nothing. `minimum` is what
    the goods it is for have to cost, before anything is taken off. One that `stacks` goes together
    with others that do, the smaller `priority` first; another one counts alone.
    """

    id: int
    name: str
    kind: str
    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    currency: str = ""
    buy: int = 0
    get: int = 0
    minimum: Decimal = Decimal(0)
    skus: frozenset[str] = frozenset()
    products: frozenset[UUID] = frozenset()
    tax_classes: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    members_only: bool = False
    stacks: bool = True
    priority: int = 0
    voucher_id: int | None = None
    voucher_code: str = ""


@dataclass(frozen=True)
class Discount:
    """What a promotion takes off a line (its place, from 0 on), or off the shipping (None)."""

    promotion: Promotion
    line: int | None
    amount: Decimal
