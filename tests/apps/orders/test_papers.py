"""Invoices as PDFs, read back as a reader reads them."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pypdf import PdfReader

from apps.orders.models import Invoice, Order, OrderState
from apps.orders.queries import pdf_of_document
from apps.orders.services import confirm_order, forget_buyer, return_order
from shop.kernel.errors import NotFound
from shop.kernel.identity import new_id
from tests.apps.orders.test_api import token_of
from tests.factories.accounts import UserFactory
from tests.factories.orders import OrderFactory, OrderLineFactory

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def confirmed(*titles: str, **person: str) -> Order:
    """So many things at 12.50 twice, and 4.90 for sending them."""
    goods = Decimal(25) * len(titles)
    order = OrderFactory(
        total=goods + Decimal("4.90"),
        tax_total=Decimal("1.64") * len(titles) + Decimal("0.78"),
        shipping_total=Decimal("4.90"),
        shipping_tax=Decimal("0.78"),
        **person,
    )
    for at, title in enumerate(titles):
        OrderLineFactory(order=order, position=at, title=title)
    confirm_order(order_id=order.id)
    order.refresh_from_db()
    return order


def pdf_of(order: Order, kind: str = "invoice") -> bytes:
    return pdf_of_document(order, order.invoices.get(kind=kind).id)


def test_an_invoice_says_what_was_bought_by_whom_and_for_how_much(settings):
    settings.SELLER = ["Tradewind Ltd", "Am Kai 1", "VAT DE123456789"]
    order = confirmed("Darjeeling & Co", "Kubek, żółty", name="Ζωή Łódź")

    text = text_of(pdf_of(order))

    for said in (
        *("Tradewind Ltd", "VAT DE123456789", "Ζωή Łódź", "SW1Y 4JH London", order.number),
        *("Darjeeling & Co", "Kubek, żółty", "Shipping", "25.00 EUR", "1.64 (7 %)"),
        *(order.invoices.get().full_number, "54.90 EUR", "4.06 EUR"),
    ):
        assert said in text, text


def test_a_credit_note_says_what_it_takes_back_from():
    order = confirmed("Darjeeling")
    Order.objects.update(state=OrderState.SHIPPED)
    order.lines.update(shipped=2)
    return_order(order_id=order.id)

    text = text_of(pdf_of(order, "credit_note"))

    invoice, note = order.invoices.order_by("-kind")
    assert f"Credit note {note.full_number}" in text
    assert f"invoice {invoice.full_number}" in text
    assert "29.90 EUR" in text


def test_what_is_drawn_twice_is_the_same_to_the_byte():
    order = confirmed("Darjeeling")

    assert pdf_of(order) == pdf_of(order)


def test_many_lines_go_on_on_the_next_page():
    order = confirmed(*[f"Tin number {number} <b>" for number in range(1, 81)])

    pdf = pdf_of(order)
    told = text_of(pdf)

    assert len(PdfReader(BytesIO(pdf)).pages) > 1
    assert all(f"Tin number {number} <b>" in told for number in range(1, 81))


def test_a_person_who_was_erased_is_on_no_paper():
    order = confirmed("Darjeeling")
    Order.objects.update(state=OrderState.DELIVERED)
    forget_buyer(customer_ids=[order.customer_id])
    order.refresh_from_db()

    text = text_of(pdf_of(order))

    assert "Ada Lovelace" not in text
    assert order.invoices.get().full_number in text


def test_the_document_of_another_order_is_none():
    order, other = confirmed("Darjeeling"), confirmed("Assam")

    with pytest.raises(NotFound):
        pdf_of_document(order, other.invoices.get().id)


def test_a_buyer_gets_it_over_http_and_nobody_else():
    order = confirmed("Darjeeling")
    address = f"/api/v1/orders/{order.id}/invoices/{order.invoices.get().id}.pdf"

    answers = [
        Client(headers={"Authorization": f"Bearer {token_of(who)}"}).get(address)
        for who in (order.customer_id, new_id())
    ]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0]["Content-Type"] == "application/pdf"
    assert "Darjeeling" in text_of(answers[0].content)


def test_the_page_of_the_order_leads_to_it():
    user = UserFactory()
    order = confirmed("Darjeeling", customer_id=user.customer_id)
    client = Client()
    client.force_login(user)
    address = f"/orders/{order.number}/documents/{order.invoices.get().id}.pdf"

    page = client.get(f"/orders/{order.number}").content.decode()

    assert address in page
    assert "Darjeeling" in text_of(client.get(address).content)
    assert Client().get(address).status_code == 404
    assert client.get(f"/orders/{order.number}/documents/{new_id()}.pdf").status_code == 404


@pytest.mark.parametrize(("may", "status"), [(["view_invoice"], 200), ([], 403)])
def test_staff_who_may_see_invoices_print_them(may, status):
    confirmed("Darjeeling")
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)

    answer = client.get(f"/admin/orders/invoice/{Invoice.objects.get().id}.pdf")

    assert answer.status_code == status
