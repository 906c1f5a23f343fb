"""Which promotions there are, and whether a voucher counts: only asked where there is one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.orders import models, sql
from apps.orders.rules import AskedVoucher, Promotion


@dataclass(frozen=True, kw_only=True)
class Promotions:
    """What may be taken off for a customer; of a voucher that does not count, why."""

    rules: tuple[Promotion, ...] = ()
    is_member: bool = False
    voucher: AskedVoucher | None = None


NO_PROMOTIONS = Promotions()


def promotions_at(at: datetime, customer_id: UUID | None, *, code: str = "") -> Promotions:
    """What is valid then, for everybody and by the voucher of that code, in one statement."""
    found = sql.promotions_at(at, customer_id=customer_id, code=code)
    asked = _asked([row for row in found if row.needs_voucher], code) if code else None
    counts = bool(asked and not asked.problem)
    return Promotions(
        rules=tuple(_rule(row, code) for row in found if counts or not row.needs_voucher),
        is_member=any(row.is_member for row in found),
        voucher=asked,
    )


def _asked(found: list[sql.PromotionRow], code: str) -> AskedVoucher:
    if not found:
        return AskedVoucher(code=code, problem=f"Voucher {code} is not valid, or not any more.")
    (said,) = found
    return AskedVoucher(code=code, id=said.voucher_id, problem=_problem(said, code))


def _problem(said: sql.PromotionRow, code: str) -> str:
    if said.is_once and not said.is_member:
        return f"Voucher {code} is for members: sign in to use it."
    if said.is_once and said.was_used:
        return f"You have used voucher {code} before."
    if said.is_limited and not said.is_free:
        return f"Voucher {code} is used up."
    return ""


def rule_of(
    said: sql.PromotionRow | models.Promotion,
    *,
    voucher_id: int | None = None,
    voucher_code: str = "",
) -> Promotion:
    """What a promotion says, as the rules know it."""
    return Promotion(
        id=said.id,
        name=said.name,
        kind=said.kind,
        percent=said.percent,
        amount=said.amount,
        currency=said.currency,
        buy=said.buy,
        get=said.get,
        minimum=said.minimum,
        skus=frozenset(said.skus),
        products=frozenset(said.products),
        tax_classes=frozenset(said.tax_classes),
        countries=frozenset(said.countries),
        members_only=said.members_only,
        stacks=said.stacks,
        priority=said.priority,
        voucher_id=voucher_id,
        voucher_code=voucher_code,
    )


def _rule(row: sql.PromotionRow, code: str) -> Promotion:
    used = code if row.needs_voucher else ""
    return rule_of(row, voucher_id=row.voucher_id, voucher_code=used)
