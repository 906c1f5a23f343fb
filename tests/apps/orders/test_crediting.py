"""What comes back of a paid order is credited, to the cent, once."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.orders.models import Credit, CreditedLine, Order, OrderState
from apps.orders.queries import credits_that_do_not_add_up
from apps.orders.services import return_order
from apps.orders.services.crediting import credit
from shop.events.orders import OrderReturned, RefundGranted
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.factories.orders import (
    CreditedLineFactory,
    CreditFactory,
    OrderFactory,
    OrderLineFactory,
)
from tests.machines import THOROUGH
from tests.together import at_once


def sent_order(**values) -> Order:
    """Two lines, 3 x 3.33 and 1 x 10.00, of 24.98 with 4.99 for sending it."""
    shipping = {"shipping_total": Decimal("4.99"), "shipping_tax": Decimal("0.80")}
    order = OrderFactory(
        state=OrderState.SHIPPED, total=Decimal("24.98"), tax_total=Decimal("3.99"), **shipping
    )
    OrderLineFactory(
        order=order,
        position=1,
        quantity=3,
        shipped=3,
        unit_price=Decimal("3.33"),
        tax_amount=Decimal("1.60"),
    )
    OrderLineFactory(
        order=order, position=2, quantity=1, shipped=1, unit_price=10, tax_amount="1.59", **values
    )
    return order


def parts_of(order: Order) -> list[tuple[int, Decimal, Decimal]]:
    rows = CreditedLine.objects.filter(credit__order=order).order_by("line__position")
    return list(rows.values_list("units", "amount", "tax"))


def test_a_parcel_that_came_back_is_credited_with_all_that_it_cost(db, published):
    order = sent_order()

    return_order(order_id=order.id)

    order.refresh_from_db()
    (granted,) = published(RefundGranted)
    assert order.credited == granted.amount.amount == order.total
    assert (granted.reason, granted.credit_id) == ("undelivered", Credit.objects.get().id)
    assert parts_of(order) == [
        (3, Decimal("9.99"), Decimal("1.60")),
        (1, Decimal("10.00"), Decimal("1.59")),
        (0, Decimal("4.99"), Decimal("0.80")),
    ]
    assert list(credits_that_do_not_add_up()) == []


def test_a_parcel_that_is_told_of_again_is_credited_once(db, published):
    order = sent_order()

    for _ in range(2):
        return_order(order_id=order.id)

    assert len(published(OrderReturned)) == len(published(RefundGranted)) == 1


def test_tickets_stay_with_their_buyer_and_are_not_credited(db):
    order = sent_order(ticketed=True)

    return_order(order_id=order.id)

    order.refresh_from_db()
    assert order.credited == Decimal("14.98")
    assert [units for units, _, _ in parts_of(order)] == [3, 0]
    assert list(credits_that_do_not_add_up()) == []


@pytest.mark.django_db(transaction=True)
def test_a_parcel_that_is_told_of_by_six_at_once_is_credited_once(published):
    order = sent_order()

    at_once([partial(return_order, order_id=order.id)] * 6)

    order.refresh_from_db()
    assert order.credited == order.total
    assert len(published(RefundGranted)) == Credit.objects.count() == 1


STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=12)


@dataclass(frozen=True)
class Bought:
    """Units at so many cents each, with percent of discount and of tax; some come back by parcel,
    the others are given up before.
    """

    quantity: int
    cents: int
    off: int
    rate: int
    comes_back: bool

    @property
    def gross(self) -> Decimal:
        return Decimal(self.quantity * self.cents) / 100

    @property
    def discount(self) -> Decimal:
        return (self.gross * self.off / 100).quantize(Decimal("0.01"))

    @property
    def tax(self) -> Decimal:
        return ((self.gross - self.discount) * self.rate / 100).quantize(Decimal("0.01"))


LINES = st.lists(
    st.builds(
        Bought,
        quantity=st.integers(1, 5),
        cents=st.integers(1, 5000),
        off=st.integers(0, 100),
        rate=st.integers(0, 30),
        comes_back=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@given(LINES, st.integers(0, 999), st.booleans(), STEPS)
@settings(max_examples=30 * THOROUGH, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_goes_back_in_whatever_steps_all_of_it_is_the_total(
    db, lines, shipping, tax_included, steps
):
    order = basket(lines, Decimal(shipping) / 100, tax_included=tax_included)

    for at, units in [*steps, *[(at, 5) for at in range(len(lines))]]:
        give_up(order, at % len(lines), units)
        order.refresh_from_db()
        assert order.credited <= order.total
        assert list(credits_that_do_not_add_up()) == []

    taxes = Credit.objects.filter(order=order).values_list("tax", flat=True)
    assert (order.credited, sum(taxes)) == (order.total, order.tax_total)


def basket(lines: list[Bought], shipping: Decimal, *, tax_included: bool) -> Order:
    """An order of these; sending it is taxed with a tenth of what it costs."""
    shipping_tax = (shipping / 10).quantize(Decimal("0.01"))
    taxes = sum((line.tax for line in lines), shipping_tax)
    prices = sum((line.gross - line.discount for line in lines), shipping)
    order = OrderFactory(
        state=OrderState.DELIVERED,
        tax_included=tax_included,
        total=prices if tax_included else prices + taxes,
        tax_total=taxes,
        shipping_total=shipping,
        shipping_tax=shipping_tax,
        discount_total=sum(line.discount for line in lines),
    )
    for at, line in enumerate(lines):
        OrderLineFactory(
            order=order,
            position=at,
            quantity=line.quantity,
            shipped=line.quantity if line.comes_back else 0,
            unit_price=Decimal(line.cents) / 100,
            gross=line.gross,
            discount=line.discount,
            tax_amount=line.tax,
        )
    return order


@unit_of_work
def give_up(order: Order, position: int, units: int) -> None:
    order = Order.objects.select_for_update().get(pk=order.pk)
    line = order.lines.get(position=position)
    units = min(units, line.quantity - line.gone)
    if not units:
        return
    if line.shipped:
        line.shipped -= units
        line.returned += units
    else:
        line.cancelled += units
    line.save()
    credit(order, {line.id: units}, reason="undelivered")


def test_more_than_the_order_costs_is_never_credited(db):
    order = sent_order()

    with pytest.raises(DomainError, match="would be credited than it costs"):
        order.credit(Decimal("24.99"))
    with pytest.raises(IntegrityError, match="order_credited_within_total"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(credited=Decimal("24.99"))


def test_the_database_keeps_credits_that_cannot_be_out(db):
    line = CreditedLineFactory()

    for name, wrong in {
        "credited_line_has_units": {"units": 0},
        "credited_line_not_below_zero": {"amount": -1},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            CreditedLineFactory(**wrong)
    with pytest.raises(IntegrityError, match="credited_line_once"), transaction.atomic():
        CreditedLineFactory(credit=line.credit, line=line.line)
    with pytest.raises(IntegrityError, match="credit_reason_known"), transaction.atomic():
        CreditFactory(reason="mood")


def test_a_credit_that_no_unit_explains_is_found(db):
    credited = CreditFactory()
    OrderLineFactory(order=credited.order, quantity=2, shipped=2)

    assert list(credits_that_do_not_add_up()) == [credited.order.number]


def test_a_sum_that_no_credit_explains_is_found(db):
    order = OrderFactory(state=OrderState.DELIVERED, credited=Decimal("12.50"))
    OrderLineFactory(order=order, quantity=2, shipped=1, returned=1)

    assert list(credits_that_do_not_add_up()) == [order.number]
