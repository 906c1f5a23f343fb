"""Codes for promotions: made, put into carts, used by orders and given back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from psycopg.errors import UniqueViolation

from apps.orders import sql
from apps.orders.models import Cart, Order, Promotion, Voucher, VoucherSlot
from apps.orders.queries.promotions import promotions_at
from apps.orders.rules import Promotion as Rule
from apps.orders.rules import VoucherRefused, VoucherUsedUp, voucher_code
from apps.orders.services.locks import locked_open_carts
from shop.kernel import clock, limits
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.limits import Rule as Budget
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_SLOTS = 100_000
TRIED_FROM_ADDRESS = Budget("vouchers_tried_from_address", 60, timedelta(minutes=10))
TRIED_BY_CUSTOMER = Budget("vouchers_tried_by_customer", 20, timedelta(minutes=10))
_ONCE = "voucher_once_a_customer"


@unit_of_work
def make_voucher(
    *,
    code: str,
    promotion_id: int,
    slots: int | None = None,
    once_per_customer: bool = False,
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> Voucher:
    """Who has the code gets the promotion: `slots` orders, or any number of them.

    Raises NotFound for an unknown promotion, InvalidInput for a code, a number or a time that
    cannot be, DomainError for a promotion that needs no voucher, and for a code that there is.
    """
    promotion = Promotion.objects.filter(pk=promotion_id).first()
    if promotion is None:
        raise NotFound("There is no such promotion: start it first.")
    if not promotion.needs_voucher:
        raise DomainError(f"{promotion} needs no voucher: everybody gets it.")
    if slots is not None and not 0 < slots <= MOST_SLOTS:
        raise InvalidInput(f"A voucher is for 1 to {MOST_SLOTS:,} orders, or for any number.")
    if begins and ends and ends <= begins:
        raise InvalidInput("A voucher ends after it has begun.")
    voucher, is_new = Voucher.objects.get_or_create(
        code=voucher_code(code),
        defaults={
            "promotion": promotion,
            "slots": slots,
            "once_per_customer": once_per_customer,
            "valid_during": DateTimeTZRange(begins, ends),
        },
    )
    if not is_new:
        raise DomainError(f"There is a voucher {voucher} already: choose another code.")
    VoucherSlot.objects.bulk_create(
        VoucherSlot(voucher=voucher, number=number, once=once_per_customer)
        for number in range(1, (slots or 0) + 1)
    )
    return voucher


def put_voucher_into_cart(*, customer_id: UUID, code: str, address: str = "") -> None:
    """The cart is to be ordered with this voucher, and with no other.

    Raises LimitReached for who only guesses, InvalidInput for what can be no code, VoucherRefused
    for one that cannot be used.
    """
    if address:
        limits.require(TRIED_FROM_ADDRESS, address)
    limits.require(TRIED_BY_CUSTOMER, str(customer_id))
    _put(customer_id, voucher_code(code))


@unit_of_work
def take_voucher_out(*, customer_id: UUID) -> None:
    """The cart is to be ordered without a voucher."""
    carts = locked_open_carts({customer_id})
    Cart.objects.filter(pk__in=[cart.pk for cart in carts.values()]).update(voucher_code="")


def use_voucher(rule: Rule, order: Order) -> None:
    """One use is the order's. Raises VoucherUsedUp, and VoucherRefused for the same customer twice.

    Inside the unit of work that writes the order.
    """
    assert rule.voucher_id is not None  # noqa: S101 - for the type checker
    try:
        is_taken = sql.take_slot(rule.voucher_id, order_id=order.id, customer_id=order.customer_id)
    except IntegrityError as error:
        raise _used_before(error, rule.voucher_code) from error
    if not is_taken:
        raise VoucherUsedUp(rule.voucher_code)


def give_voucher_back(order: Order) -> None:
    """What the order used, if it did, can be used again; the order is locked, or new."""
    if order.voucher_code:
        sql.free_slot(order.id)


@unit_of_work
def _put(customer_id: UUID, code: str) -> None:
    cart_id = sql.open_cart(customer_id)
    asked = promotions_at(clock.now(), customer_id, code=code).voucher
    if asked and asked.problem:
        raise VoucherRefused(asked.problem)
    Cart.objects.filter(pk=cart_id).update(voucher_code=code)


def _used_before(error: IntegrityError, code: str) -> Exception:
    cause = error.__cause__
    if isinstance(cause, UniqueViolation) and cause.diag.constraint_name == _ONCE:
        return VoucherRefused(f"You have used voucher {code} before.")
    return error
