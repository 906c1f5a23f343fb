"""How invoices and credit notes are numbered: from 1 on in every year, without a gap."""

from datetime import datetime
from enum import StrEnum

_LETTER_OF = {"invoice": "R", "credit_note": "G"}


class DocumentKind(StrEnum):
    """CREDIT_NOTE: it takes back an invoice, or a part of one."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


def series_of(kind: str, issued_at: datetime) -> str:
    """The series that a document of that moment, in the shop's own zone, is numbered in."""
    return f"{_LETTER_OF[kind]}{issued_at:%Y}"


def document_number(series: str, number: int) -> str:
    """As people read it: R2026-000017."""
    return f"{series}-{number:06}"
