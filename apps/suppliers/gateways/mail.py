"""Suppliers that read mail: the purchase order is a CSV file, and people answer."""

import csv
import io
import smtplib
from email.utils import parseaddr
from http import HTTPStatus
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from apps.suppliers.gateways.adapters import Account, UnknownOrder
from apps.suppliers.rules import Reply, SupplierOrder, WantedOrder
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused, calling

_FIRM = "The mail server"
_COLUMNS = ("Article", "SKU", "Quantity", "Unit cost", "Currency")
_PERMANENT = range(500, 600)


class EmailAdapter:
    """The address is a mail address. Whatever he answers, staff enter."""

    can_be_asked: ClassVar[bool] = False

    def __init__(self, account: Account) -> None:
        self._account = account

    def place(self, order: WantedOrder, *, key: str) -> SupplierOrder:
        with calling(_FIRM):
            try:
                self._mail(order, key).send()
            except (OSError, ValueError) as error:
                raise _understood(error) from error
        return SupplierOrder(id=order.number, reference=order.reference, status=Reply.TAKEN)

    def fetch(self, order_id: str) -> SupplierOrder:
        raise UnknownOrder(f"{self._account.supplier} answers by mail: nobody can ask him for it.")

    def _mail(self, order: WantedOrder, key: str) -> EmailMessage:
        mail = EmailMessage(
            subject=f"Purchase order {order.number}",
            body=_letter(order),
            to=[self._account.address],
            headers={"Message-ID": _message_id(key), "Auto-Submitted": "auto-generated"},
            connection=get_connection(timeout=settings.OUTSIDE_TIMEOUT_SECONDS),
        )
        mail.attach(f"{order.number}.csv", as_csv(order), "text/csv")
        return mail


def as_csv(order: WantedOrder) -> str:
    """What is wanted, an article a row."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for it in order.items:
        writer.writerow([it.code, it.sku, it.quantity, f"{it.unit_cost:f}", order.currency])
    return file.getvalue()


def _letter(order: WantedOrder) -> str:
    return (
        f"Please send us what is in {order.number}.csv, to our warehouse {order.warehouse}.\n\n"
        f"We hope to have it by {order.wanted_on:%Y-%m-%d}. Please tell us what you will send, and"
        f" when.\nIf you get this letter twice, it is the same purchase order: {order.number}.\n"
    )


def _message_id(key: str) -> str:
    # Always the same, so that mail systems recognise a letter that is sent a second time because
    # the first time was not recorded.
    _, _, host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return f"<{key.replace(':', '.')}@{host or 'localhost'}>"


def _understood(error: OSError | ValueError) -> Exception:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _answered(next(iter(error.recipients.values()))[0])
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return _answered(error.smtp_code)
        case OSError():
            return Unreachable(f"{_FIRM} does not talk to us: {type(error).__name__}.")
    return Refused("This is no mail address.", status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _answered(code: int) -> Exception:
    if code in _PERMANENT:
        return Refused(f"{_FIRM} refused with {code}.", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return Unreachable(f"{_FIRM} answered {code}.")
