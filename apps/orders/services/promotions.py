"""What is taken off prices, and when."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.orders.models import Promotion
from apps.orders.rules import PromotionKind
from shop.kernel import clock
from shop.kernel.countries import confirm_country
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.money import is_exact
from shop.kernel.outbox.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Reward:
    """What a promotion takes off; which of these it says depends on its kind."""

    kind: str
    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    currency: str = ""
    buy: int = 0
    get: int = 0


@dataclass(frozen=True, kw_only=True)
class Condition:
    """For what and whom a promotion is; what is empty asks nothing."""

    minimum: Decimal = Decimal(0)
    skus: Collection[str] = field(default=())
    products: Collection[UUID] = field(default=())
    tax_classes: Collection[str] = field(default=())
    countries: Collection[str] = field(default=())
    members_only: bool = False
    needs_voucher: bool = False


@unit_of_work
def start_promotion(
    *,
    name: str,
    reward: Reward,
    condition: Condition = Condition(),
    stacks: bool = True,
    priority: int = 0,
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> Promotion:
    """From `begins` (or now) on it is taken off prices, until `ends`.

    Raises InvalidInput for what no promotion of its kind can say.
    """
    _confirm_reward(reward)
    _confirm_condition(reward, condition)
    since = begins or clock.now()
    if ends is not None and ends <= since:
        raise InvalidInput("A promotion ends after it has begun.")
    return Promotion.objects.create(
        name=name,
        kind=reward.kind,
        percent=reward.percent,
        amount=reward.amount,
        currency=reward.currency,
        buy=reward.buy,
        get=reward.get,
        minimum=condition.minimum,
        skus=sorted(condition.skus),
        products=sorted(condition.products),
        tax_classes=sorted(condition.tax_classes),
        countries=sorted(condition.countries),
        members_only=condition.members_only,
        needs_voucher=condition.needs_voucher,
        stacks=stacks,
        priority=priority,
        valid_during=DateTimeTZRange(since, ends),
    )


@unit_of_work
def end_promotion(*, promotion_id: int) -> Promotion:
    """It is taken off nothing from now on; orders that have it keep it.

    One that has not begun never does. Raises NotFound, and DomainError if it has ended.
    """
    promotion = Promotion.objects.select_for_update().filter(pk=promotion_id).first()
    if promotion is None:
        raise NotFound("There is no such promotion.")
    now, during = clock.now(), promotion.valid_during
    if during.isempty or (during.upper is not None and during.upper <= now):
        raise DomainError(f"{promotion} has ended already.")
    begun = during.lower is None or during.lower < now
    promotion.valid_during = DateTimeTZRange(during.lower, now) if begun else _NEVER
    promotion.save(update_fields=["valid_during"])
    return promotion


_NEVER = DateTimeTZRange(empty=True)


def _confirm_reward(reward: Reward) -> None:
    said = {
        PromotionKind.PERCENTAGE: 0 < reward.percent <= 1,
        PromotionKind.FIXED: reward.amount > 0 and bool(reward.currency),
        PromotionKind.BUY_GET: reward.buy > 0 and reward.get > 0,
        PromotionKind.FREE_SHIPPING: True,
    }
    if reward.kind not in set(PromotionKind):
        raise InvalidInput(f"A promotion is one of {', '.join(PromotionKind)}.")
    if not said[PromotionKind(reward.kind)] or _says_too_much(reward):
        raise InvalidInput(_ASKED[PromotionKind(reward.kind)])


def _says_too_much(reward: Reward) -> bool:
    """Whether it says something that only other kinds do."""
    facts = {"percent": reward.percent, "amount": reward.amount, "units": reward.buy or reward.get}
    own = {
        PromotionKind.PERCENTAGE: "percent",
        PromotionKind.FIXED: "amount",
        PromotionKind.BUY_GET: "units",
    }
    return any(
        value and own.get(PromotionKind(reward.kind)) != name for name, value in facts.items()
    )


_ASKED = {
    PromotionKind.PERCENTAGE: "A percentage is a share like 0.10, 1 at most, and nothing else.",
    PromotionKind.FIXED: "A fixed promotion says an amount and its currency, and nothing else.",
    PromotionKind.BUY_GET: "Say how many units are bought and how many come free, nothing else.",
    PromotionKind.FREE_SHIPPING: "A parcel that is sent for nothing needs no amount.",
}


def _confirm_condition(reward: Reward, condition: Condition) -> None:
    for country in condition.countries:
        confirm_country(country)
    if condition.minimum < 0 or (condition.minimum and not reward.currency):
        raise InvalidInput("What goods have to cost is an amount above zero, in a currency.")
    for amount in (reward.amount, condition.minimum):
        if amount and not is_exact(amount, reward.currency):
            raise InvalidInput(f"An amount is in whole minor units of {reward.currency}.")
