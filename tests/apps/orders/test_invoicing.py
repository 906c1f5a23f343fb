"""Invoices and credit notes: each has its number, and no number is missing."""

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from apps.orders.models import Credit, Invoice, InvoiceSeries, Order, OrderState
from apps.orders.queries import (
    credits_without_note,
    documents_of,
    documents_that_do_not_add_up,
    series_with_gaps,
)
from apps.orders.services import cancel_order, confirm_order, return_order
from shop.events.orders import InvoiceIssued, OrderConfirmed
from shop.kernel import clock
from shop.kernel.outbox.unit_of_work import unit_of_work
from tests.factories.orders import CreditFactory, InvoiceFactory, OrderFactory, OrderLineFactory
from tests.together import at_once, outcomes_of

JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)


def paid_order() -> Order:
    """Two tins of tea at 12.50, which are sent for nothing."""
    order = OrderFactory()
    OrderLineFactory(order=order)
    return order


def numbers() -> list[str]:
    return [invoice.full_number for invoice in Invoice.objects.order_by("series", "number")]


@pytest.fixture
def _in_june():
    with clock.travelled_to(JUNE):
        yield


@pytest.mark.usefixtures("_in_june")
def test_confirmed_orders_have_invoices_numbered_one_after_the_other(db, published):
    orders = [paid_order() for _ in range(3)]

    for order in orders:
        confirm_order(order_id=order.id)

    assert [event.invoice_number for event in published(InvoiceIssued)] == [
        "R2026-000001", "R2026-000002", "R2026-000003",
    ]  # fmt: skip
    (document,) = documents_of(orders[1])
    assert (document.number, document.total.amount) == ("R2026-000002", Decimal("25.00"))
    assert [(it.title, it.quantity) for it in document.lines] == [("Darjeeling, 250 g", 2)]
    assert series_with_gaps() == []


def test_every_year_begins_with_one_in_the_zone_of_the_shop(db, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    half_past_midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    for moment in (JUNE, half_past_midnight, half_past_midnight):
        with clock.travelled_to(moment):
            confirm_order(order_id=paid_order().id)

    assert numbers() == ["R2026-000001", "R2027-000001", "R2027-000002"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_in_june")
def test_a_number_that_is_rolled_back_was_never_taken():
    confirm_order(order_id=paid_order().id)

    with suppress(ConnectionError):
        confirm_and_break(paid_order())
    confirm_order(order_id=paid_order().id)

    assert numbers() == ["R2026-000001", "R2026-000002"]
    assert series_with_gaps() == []


@unit_of_work
def confirm_and_break(order: Order) -> None:
    confirm_order(order_id=order.id)
    raise ConnectionError


@pytest.mark.usefixtures("_in_june")
def test_what_comes_back_has_a_credit_note_that_names_its_invoice(db, published):
    order = paid_order()
    confirm_order(order_id=order.id)
    Order.objects.update(state=OrderState.SHIPPED)
    order.lines.update(shipped=2)

    return_order(order_id=order.id)

    invoice, note = documents_of(order)
    assert (note.kind, note.number, note.invoice) == ("credit_note", "G2026-000001", invoice.number)
    assert (note.total, note.tax) == (invoice.total, invoice.tax)
    assert [(it.quantity, it.total.amount) for it in note.lines] == [(2, Decimal("25.00"))]
    assert [event.kind for event in published(InvoiceIssued)] == ["invoice", "credit_note"]
    assert credits_without_note() == list(documents_that_do_not_add_up()) == []


@pytest.mark.usefixtures("_in_june")
def test_cancelling_a_confirmed_order_takes_its_invoice_back(db):
    order = paid_order()
    confirm_order(order_id=order.id)

    cancel_order(order_id=order.id, reason="undeliverable")

    order.refresh_from_db()
    assert order.credited == order.total
    assert numbers() == ["G2026-000001", "R2026-000001"]
    assert Credit.objects.get().reason == "order_cancelled"


def test_an_order_that_was_never_paid_has_no_document(db):
    order = paid_order()

    cancel_order(order_id=order.id, reason="expired")

    assert not Invoice.objects.exists()
    assert not Credit.objects.exists()


def test_an_order_of_before_there_were_invoices_has_no_credit_note_either(db):
    order = OrderFactory(state=OrderState.SHIPPED)
    OrderLineFactory(order=order, shipped=2)

    return_order(order_id=order.id)

    assert Credit.objects.get().amount == order.total
    assert not Invoice.objects.exists()


def test_no_gap_can_be_written(db):
    first = InvoiceFactory()

    for name, wrong in {
        "invoice_follows_the_one_before": {"number": 3, "previous": 1},
        "invoice_before_exists": {"number": 3, "previous": 2},
        "invoice_number_once": {"number": 1},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            InvoiceFactory(series=first.series, **wrong)


def test_documents_cannot_be_changed_or_taken_away(db):
    invoice, credit = InvoiceFactory(), CreditFactory()

    for row, change in ((invoice, {"total": 1}), (credit, {"amount": 1})):
        found = type(row).objects.filter(pk=row.pk)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            found.update(**change)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            found.delete()


def test_an_order_has_one_invoice_and_a_credit_one_note(db):
    invoice, credit = InvoiceFactory(), CreditFactory()
    note = partial(
        InvoiceFactory, order=credit.order, kind="credit_note", invoice=invoice, credit=credit
    )
    note()

    with pytest.raises(IntegrityError, match="invoice_once_for_an_order"), transaction.atomic():
        InvoiceFactory(order=invoice.order)
    with pytest.raises(IntegrityError, match="credit_id"), transaction.atomic():
        note()
    with pytest.raises(IntegrityError, match="invoice_or_credit_note"), transaction.atomic():
        InvoiceFactory(kind="credit_note")


def test_what_the_books_of_invoices_cannot_be_is_found(db):
    invoice = InvoiceFactory(total=Decimal("24.99"))
    CreditFactory(order=invoice.order)
    InvoiceSeries.objects.create(name="R1999", last=1)

    assert series_with_gaps() == sorted([invoice.series, "R1999"])
    assert list(documents_that_do_not_add_up()) == [invoice.full_number]
    assert credits_without_note() == [invoice.order.number]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_in_june")
def test_many_confirmations_at_once_leave_no_gap_and_no_number_twice(published):
    orders = [paid_order() for _ in range(64)]
    broken = [paid_order() for _ in range(8)]

    for start in range(0, 64, 8):
        outcomes_of(
            [
                *[partial(confirm_order, order_id=it.id) for it in orders[start : start + 8]],
                partial(confirm_and_break, broken[start // 8]),
            ]
        )

    assert numbers() == [f"R2026-{number:06}" for number in range(1, 65)]
    assert len(published(OrderConfirmed)) == len(published(InvoiceIssued)) == 64
    assert series_with_gaps() == []
    assert set(Order.objects.filter(pk__in=[it.pk for it in broken]).values_list("state")) == {
        ("pending_payment",)
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_in_june")
def test_the_first_of_a_year_by_many_at_once_is_one(published):
    orders = [paid_order() for _ in range(8)]

    at_once([partial(confirm_order, order_id=order.id) for order in orders])

    assert numbers() == [f"R2026-{number:06}" for number in range(1, 9)]
