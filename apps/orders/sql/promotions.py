"""The statement that asks for everything that may be taken off an order."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

# Whether the customer has used it is only asked where that counts: there is an index for that.
_PROMOTIONS = """
SELECT promotion.id, promotion.name, promotion.kind, promotion.percent, promotion.amount,
       promotion.currency, promotion.buy, promotion."get", promotion.minimum, promotion.skus,
       promotion.products, promotion.tax_classes, promotion.countries, promotion.members_only,
       promotion.stacks, promotion.priority, promotion.needs_voucher,
       EXISTS (SELECT FROM orders_member WHERE customer_id = %(customer)s::uuid),
       voucher.id, voucher.slots IS NOT NULL, voucher.once_per_customer,
       EXISTS (SELECT FROM orders_voucherslot slot
               WHERE slot.voucher_id = voucher.id AND slot.order_id IS NULL),
       EXISTS (SELECT FROM orders_voucherslot slot
               WHERE slot.voucher_id = voucher.id AND slot.customer_id = %(customer)s::uuid
                 AND slot.once)
FROM orders_promotion promotion
LEFT JOIN orders_voucher voucher
    ON promotion.needs_voucher AND voucher.promotion_id = promotion.id
    AND voucher.code = %(code)s::text
WHERE promotion.valid_during @> %(at)s::timestamptz
  AND (NOT promotion.needs_voucher OR voucher.valid_during @> %(at)s::timestamptz)
"""


class PromotionRow(NamedTuple):
    """What a promotion says, whether the customer is a member, and how the voucher stands.

    What is said of a voucher is of no use where the promotion needs none.
    """

    id: int
    name: str
    kind: str
    percent: Decimal
    amount: Decimal
    currency: str
    buy: int
    get: int
    minimum: Decimal
    skus: list[str]
    products: list[UUID]
    tax_classes: list[str]
    countries: list[str]
    members_only: bool
    stacks: bool
    priority: int
    needs_voucher: bool
    is_member: bool
    voucher_id: int | None
    is_limited: bool
    is_once: bool | None
    is_free: bool
    was_used: bool


def promotions_at(at: datetime, *, customer_id: UUID | None, code: str) -> list[PromotionRow]:
    """What is valid at that moment: for everybody, and by the voucher of that code."""
    values: Any = {"at": at, "customer": customer_id, "code": code}
    with connection.cursor() as cursor:
        cursor.execute(_PROMOTIONS, values)
        return [PromotionRow._make(row) for row in cursor.fetchall()]
