"""Which promotions there are: only asked where there is one."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists

from apps.orders.models import Member, Promotion
from apps.orders.rules import Promotion as Rule

_NOBODY = UUID(int=0)


def promotions_at(at: datetime, customer_id: UUID | None) -> tuple[tuple[Rule, ...], bool]:
    """The promotions that are valid then, and whether the customer is a member."""
    is_member = Exists(Member.objects.filter(customer_id=customer_id or _NOBODY))
    valid = Promotion.objects.filter(valid_during__contains=at, needs_voucher=False)
    found = list(valid.annotate(is_member=is_member))
    return tuple(promotion.rule for promotion in found), any(each.is_member for each in found)
