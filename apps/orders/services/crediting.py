"""Units that go back are credited: the one way in which a paid order becomes cheaper."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from apps.orders.models import Credit, CreditedLine, Order, OrderLine
from apps.orders.rules import shipping_goes_back
from apps.orders.services.invoicing import issue_credit_note
from shop.events.orders import RefundGranted
from shop.kernel.bus import publish


def credit(order: Order, units: Mapping[UUID, int], *, reason: str) -> Credit:
    """These units, by line, are gone: their buyer is owed what they cost.

    The order is locked, and its lines say already that they are gone. The last move of a
    transaction: it takes the number of the credit note.
    """
    note = note_credit(order, units, reason=reason)
    if note.amount:
        _grant(order, note)
    issue_credit_note(note)
    return note


def note_credit(order: Order, units: Mapping[UUID, int], *, reason: str) -> Credit:
    """As above, but what is owed goes back without being granted, and the note is still to come."""
    note = Credit(order=order, reason=reason, amount=Decimal(0), tax=Decimal(0))
    parts = _parts(note, list(order.lines.order_by("position")), units)
    note.amount = sum((part.amount for part in parts), Decimal(0))
    note.tax = sum((part.tax for part in parts), Decimal(0))
    note.save(force_insert=True)
    CreditedLine.objects.bulk_create(parts)
    order.credit(note.amount)
    order.save(update_fields=["credited"])
    return note


def _grant(order: Order, note: Credit) -> None:
    publish(
        RefundGranted(
            order_id=order.id,
            number=order.number,
            customer_id=order.customer_id,
            credit_id=note.id,
            amount=note.owed,
            reason=note.reason,
        )
    )


def _parts(note: Credit, lines: list[OrderLine], units: Mapping[UUID, int]) -> list[CreditedLine]:
    parts = [_part(note, line, units[line.id]) for line in lines if units.get(line.id)]
    parcel = [line.portion(units.get(line.id, 0)) for line in lines if not line.ticketed]
    if note.order.shipping_worth and shipping_goes_back(parcel):
        parts.append(
            CreditedLine(credit=note, amount=note.order.shipping_worth, tax=note.order.shipping_tax)
        )
    return parts


def _part(note: Credit, line: OrderLine, units: int) -> CreditedLine:
    portion, currency = line.portion(units), note.order.currency
    return CreditedLine(
        credit=note,
        line=line,
        units=units,
        amount=portion.share(line.worth, currency),
        tax=portion.share(line.tax_amount, currency),
    )
