"""Which promotions there are, and whether a voucher counts: only asked where there is one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from apps.orders.models import Member, Promotion, VoucherSlot
from apps.orders.rules import AskedVoucher
from apps.orders.rules import Promotion as Rule

_NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Promotions:
    """What may be taken off for a customer; of a voucher that does not count, why."""

    rules: tuple[Rule, ...] = ()
    is_member: bool = False
    voucher: AskedVoucher | None = None


NO_PROMOTIONS = Promotions()


def promotions_at(at: datetime, customer_id: UUID | None, *, code: str = "") -> Promotions:
    """What is valid then, for everybody and by the voucher of that code, in one statement."""
    found: list[Any] = list(_valid(at, customer_id or _NOBODY, code))
    is_member = any(each.is_member for each in found)
    asked = _asked([each for each in found if each.needs_voucher], code) if code else None
    return Promotions(
        rules=tuple(
            _rule(each, asked) for each in found if not (each.needs_voucher and _fails(asked))
        ),
        is_member=is_member,
        voucher=asked,
    )


def _valid(at: datetime, customer_id: UUID, code: str) -> "QuerySet[Promotion]":
    slots = VoucherSlot.objects.filter(voucher=OuterRef("voucher__id"))
    return (
        Promotion.objects.filter(valid_during__contains=at)
        .annotate(voucher=FilteredRelation("vouchers", condition=Q(vouchers__code=code)))
        .filter(Q(needs_voucher=False) | Q(voucher__valid_during__contains=at))
        .annotate(
            is_member=Exists(Member.objects.filter(customer_id=customer_id)),
            voucher_id=F("voucher__id"),
            is_limited=Q(voucher__slots__isnull=False),
            is_once=F("voucher__once_per_customer"),
            is_free=Exists(slots.filter(order=None)),
            was_used=Exists(slots.filter(customer_id=customer_id)),
        )
    )


def _asked(found: list[Any], code: str) -> AskedVoucher:
    if not found:
        return AskedVoucher(code=code, problem=f"Voucher {code} is not valid, or not any more.")
    (said,) = found
    return AskedVoucher(code=code, id=said.voucher_id, problem=_problem(said, code))


def _problem(said: Any, code: str) -> str:
    if said.is_once and not said.is_member:
        return f"Voucher {code} is for members: sign in to use it."
    if said.is_once and said.was_used:
        return f"You have used voucher {code} before."
    if said.is_limited and not said.is_free:
        return f"Voucher {code} is used up."
    return ""


def _fails(asked: AskedVoucher | None) -> bool:
    return asked is None or bool(asked.problem)


def _rule(promotion: Promotion, asked: AskedVoucher | None) -> Rule:
    if not promotion.needs_voucher or asked is None:
        return promotion.rule
    return replace(promotion.rule, voucher_id=asked.id, voucher_code=asked.code)
