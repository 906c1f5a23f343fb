"""Orders and carts that contradict themselves; there must be none."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce

from apps.orders.models import Cart, CartLine, CartState, Order, OrderLine, OrderState, Voucher
from apps.orders.rules import share_of, shipping_goes_back
from shop.kernel.money import rounded

_FULFILLED = (OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED)


def totals_that_do_not_add_up() -> list[str]:
    """Numbers of orders whose total is not lines, less discounts, plus shipping and added tax."""
    added_tax = Case(When(tax_included=False, then=F("tax_total")), default=Decimal(0))
    sums = Order.objects.annotate(goods=Sum("lines__gross")).filter(goods__isnull=False)
    wrong = sums.exclude(total=F("goods") - F("discount_total") + F("shipping_total") + added_tax)
    return list(wrong.values_list("number", flat=True))


def prices_that_do_not_add_up() -> Iterator[str]:
    """Numbers of orders with a line that does not cost what its units do."""
    suspects = OrderLine.objects.exclude(gross=F("unit_price") * F("quantity"))
    for line in suspects.select_related("order"):
        # A price below the minor unit is rounded line by line, which the database does not know.
        if line.gross != rounded(line.unit_price * line.quantity, line.order.currency):
            yield line.order.number


def taxes_that_do_not_add_up() -> list[str]:
    """Numbers of orders whose tax is not that of their lines and their shipping."""
    sums = Order.objects.annotate(taxes=Sum("lines__tax_amount")).filter(taxes__isnull=False)
    wrong = sums.exclude(tax_total=F("taxes") + F("shipping_tax"))
    return list(wrong.values_list("number", flat=True))


def credits_that_do_not_add_up() -> Iterator[str]:
    """Numbers of fulfilled orders of which another amount is credited than their gone units cost.

    Or than their credits say.
    """
    credited = Coalesce(Sum("credits__amount"), Decimal(0))
    by_credits = Order.objects.annotate(by_credits=credited).exclude(credited=F("by_credits"))
    yield from by_credits.values_list("number", flat=True)
    gone = OrderLine.objects.filter(Q(returned__gt=0) | Q(cancelled__gt=0), order=OuterRef("pk"))
    orders = Order.objects.filter(Q(Exists(gone)) | Q(credited__gt=0), state__in=_FULFILLED)
    for order in orders.prefetch_related("lines"):
        if order.credited != _worth_of_gone_units(order):
            yield order.number


def _worth_of_gone_units(order: Order) -> Decimal:
    lines = list(order.lines.all())
    worth = [share_of(it.worth, it.gone, it.quantity, order.currency) for it in lines]
    parcel = [line.portion(line.gone) for line in lines if not line.ticketed]
    return sum(worth, order.shipping_worth if shipping_goes_back(parcel) else Decimal(0))


def discounts_that_do_not_add_up() -> list[str]:
    """Numbers of orders where more or less was taken off than their promotions did."""
    taken = Coalesce(Sum("discounts__amount"), Decimal(0))
    of_lines = Coalesce(Sum("lines__discount"), Decimal(0))
    of_shipping = Coalesce(Sum("discounts__amount", filter=Q(discounts__line=None)), Decimal(0))
    lines = OrderLine.objects.annotate(taken=taken).exclude(discount=F("taken"))
    orders = Order.objects.annotate(of_lines=of_lines).exclude(discount_total=F("of_lines"))
    sent = Order.objects.annotate(of=of_shipping).exclude(shipping_discount=F("of"))
    return sorted(
        {*lines.values_list("order__number", flat=True)}
        | {*orders.values_list("number", flat=True)}
        | {*sent.values_list("number", flat=True)}
    )


def vouchers_that_do_not_add_up() -> list[str]:
    """Orders with a voucher and without a slot of it, or the other way round; short vouchers."""
    ended = Q(state__in=[OrderState.REJECTED, OrderState.CANCELLED])
    wants, has = ~ended & ~Q(voucher_code=""), Q(voucher_slot__isnull=False)
    orders = Order.objects.filter((wants & ~has) | (has & ~wants))
    numbered = Coalesce(Count("uses", filter=Q(uses__number__isnull=False)), 0)
    vouchers = Voucher.objects.annotate(numbered=numbered).exclude(numbered=Coalesce(F("slots"), 0))
    return sorted(
        [f"order {number}" for number in orders.values_list("number", flat=True)]
        + [f"voucher {code}" for code in vouchers.values_list("code", flat=True)]
    )


def carts_unlike_their_orders() -> list[str]:
    """Ids of ordered carts whose order was rejected, or has other lines than they have."""
    ordered = Cart.objects.filter(state=CartState.ORDERED)
    same = OrderLine.objects.filter(
        order__cart=OuterRef("cart"), sku=OuterRef("sku"), quantity=OuterRef("quantity")
    )
    strange_line = CartLine.objects.filter(cart=OuterRef("pk")).exclude(Exists(same))
    in_cart = CartLine.objects.filter(cart=OuterRef("order__cart"), sku=OuterRef("sku"))
    extra_line = OrderLine.objects.filter(order__cart=OuterRef("pk")).exclude(Exists(in_cart))
    wrong = ordered.filter(
        Q(order__state=OrderState.REJECTED) | Exists(strange_line) | Exists(extra_line)
    )
    return [str(cart_id) for cart_id in wrong.values_list("pk", flat=True)]
