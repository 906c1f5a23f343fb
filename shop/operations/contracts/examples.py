"""One instance of every event, the same on every machine: what its payload looks like."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

from shop.events.base import Event
from shop.operations.contracts.schemas import is_personal

SEALED_TEXT = "sealed.v1.rFkeskUquhnc6a5yVk0je86BE0uZh6m_P__r3I6ovA1tgx-MqyhyCEoZnw=="

_MOMENT = datetime(2026, 3, 1, 9, 30, 0, 250_000, UTC)
_NUMBERS = {"attempt": 1, "wanted": 3, "available": 2, "on_hand": 12, "reserved": 10}
_OTHER_NUMBER = 2
_WORDS = {
    "address": "Am Kai 1, Hamburg",
    "channel": "email",
    "code": "origin",
    "country": "DE",
    "currency": "EUR",
    "handle": "darjeeling",
    "invoice_number": "R2026-000017",
    "kind": "redirect",
    "locale": "en",
    "method": "card",
    "number": "7KQ2M-9XBDT",
    "reason": "requested",
    "seat": "A12",
    "seats": "A12",
    "sku": "TEA-DARJ-250",
    "skus": "TEA-DARJ-250",
    "subject": "category",
    "supplier": "blitz",
    "tax_class": "standard",
    "time_zone": "Europe/Berlin",
    "title": "Darjeeling, 250 g",
    "tracking_number": "TW-0042-1337",
    "venue": "Harbour Hall",
    "warehouse": "hamburg",
    "when_sold_out": "backorder",
}
_REASONS = {
    "ErasurePostponed": "order_under_way",
    "NotificationFailed": "no such mailbox",
    "PaymentFailed": "card_declined",
    "PurchaseOrderCancelled": "out of stock at the supplier",
    "PurchaseOrderClosed": "the rest is discontinued",
    "OrderItemsCancellationRefused": "dispatched",
    "OrderItemsCancellationRequested": "changed_mind",
    "OrderItemsCancelled": "changed_mind",
    "RefundGranted": "undelivered",
    "ReturnRefused": "used",
    "ReturnRequested": "changed_mind",
    "StockReleased": "cancelled",
    "TicketReleased": "expired",
    "WalletCredited": "refund",
    "WalletDebited": "payment",
}
_KINDS = {
    "InvoiceIssued": "invoice",
    "OrderedItem": "ticketed",
    "ProductPublished": "ticketed",
    "PublishedOccasion": "event",
}


def example_of(event_type: type[Event], *, personal: str = SEALED_TEXT) -> Event:
    """The event as an example; `personal` stands in every field that is encrypted.

    Raises LookupError for a text field that nobody has given a word for.
    """
    return cast(Event, _instance(event_type, personal))


def example_id(name: str) -> UUID:
    """The id that all examples have in a field of that name."""
    return uuid5(NAMESPACE_URL, f"urn:tradewind:example:{name}")


def _instance(described: type, personal: str) -> Any:
    hints = get_type_hints(described, include_extras=True)
    values = {
        each.name: _value(each.name, hints[each.name], personal) for each in fields(described)
    }
    if "reason" in values:
        values["reason"] = _REASONS.get(described.__name__, values["reason"])
    if "kind" in values:
        values["kind"] = _KINDS.get(described.__name__, values["kind"])
    return described(**values)


def _value(name: str, hint: Any, personal: str) -> Any:
    if is_personal(hint):
        return personal
    if is_dataclass(hint) and isinstance(hint, type):
        return _instance(hint, personal)
    if get_origin(hint) in {UnionType, Union}:
        return _value(name, get_args(hint)[0], personal)
    if get_origin(hint) is tuple:
        return (_value(name, get_args(hint)[0], personal),)
    return _MAKERS[hint](name)


def _word(name: str) -> str:
    try:
        return _WORDS[name]
    except KeyError as unknown:
        raise LookupError(
            f"Nobody said what an example of {name!r} is: add it to {__name__}._WORDS."
        ) from unknown


_MAKERS: dict[type, Any] = {
    str: _word,
    int: lambda name: _NUMBERS.get(name, _OTHER_NUMBER),
    bool: lambda _: True,
    UUID: example_id,
    Decimal: lambda _: Decimal("12.50"),
    date: lambda _: _MOMENT.date(),
    datetime: lambda _: _MOMENT,
}
