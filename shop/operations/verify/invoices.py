"""Every document has its number, and says what the order, or its credit, says."""

from collections.abc import Iterator

from apps.orders import queries
from shop.operations.verify.findings import Finding


def invoices_have_no_gap() -> Iterator[Finding]:
    for series in queries.series_with_gaps():
        yield Finding(
            invariant="invoices are numbered without a gap",
            subject=f"series {series}",
            sentence="Its documents are not numbered from 1 to the last one that was counted.",
        )


def invoices_say_what_orders_say() -> Iterator[Finding]:
    for number in queries.documents_that_do_not_add_up():
        yield Finding(
            invariant="invoices say what orders say",
            subject=f"document {number}",
            sentence="Its total or its tax is not that of what it is about.",
        )
    for number in queries.credits_without_note():
        yield Finding(
            invariant="invoices say what orders say",
            subject=f"order {number}",
            sentence="It has an invoice, and a credit that no credit note is about.",
        )
