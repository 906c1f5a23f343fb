"""Orders that staff writes down for a buyer, who pays in his account or by a mailed link."""

from uuid import UUID

from apps.orders.models import DraftLine, DraftOrder
from apps.orders.queries.members import member_with
from apps.orders.queries.prices import agreed_prices
from apps.orders.rules import Agreement, DraftWish, NotEnough, PriceChanged
from apps.orders.services.locks import locked_draft
from apps.orders.services.placing import Buyer, PlacedOrder, place_agreed, placed_before
from shop.events.base import Money
from shop.kernel.identity import new_id
from shop.kernel.money import money
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def draft_order(*, wish: DraftWish) -> DraftOrder:
    """A new draft. Raises InvalidInput for what cannot be ordered, or nobody to tell."""
    draft = DraftOrder()
    _write(draft, wish)
    return draft


@unit_of_work
def revise_draft(*, draft_id: UUID, wish: DraftWish) -> DraftOrder:
    """The draft says this from now on.

    Raises what `draft_order` raises, NotFound, and DomainError if it was placed or dropped.
    """
    draft = locked_draft(draft_id)
    _write(draft, wish)
    return draft


@unit_of_work
def place_draft(*, draft_id: UUID, accepted: Money) -> PlacedOrder:
    """The order that the draft is now, once: it is held, and waits for its payment.

    Its buyer is mailed a link to it; a member with this proven mail address has it in the account.
    Raises PriceChanged unless it costs what was `accepted`, NotEnough, NotFound, DomainError if it
    was dropped, VoucherRefused and VoucherUsedUp, and what `place_order` raises; nothing is written
    then.
    """
    draft = locked_draft(draft_id)
    if draft.order is not None:
        return placed_before(draft.order)
    draft.confirm_open()
    wish = draft.wish
    wish.confirm()
    member = member_with(wish.email)
    buyer = _buyer(wish, member)
    agreed = agreed_prices(
        wish.lines, buyer.destination, customer_id=member, voucher=wish.voucher_code
    )
    _confirm_accepted(agreed, accepted)
    placed = place_agreed(buyer, agreed)
    _confirm_held(placed)
    draft.place(placed.order)
    draft.save()
    return placed


@unit_of_work
def drop_draft(*, draft_id: UUID) -> None:
    """Nothing comes of it. Raises NotFound, and DomainError if it was placed or dropped before."""
    draft = locked_draft(draft_id)
    draft.drop()
    draft.save()


def _write(draft: DraftOrder, wish: DraftWish) -> None:
    wish.confirm()
    draft.revise(wish)
    draft.save()
    draft.lines.all().delete()
    DraftLine.objects.bulk_create(
        DraftLine(draft=draft, sku=sku, quantity=quantity) for sku, quantity in wish.units.items()
    )


def _buyer(wish: DraftWish, member: UUID | None) -> Buyer:
    return Buyer(
        customer_id=member or new_id(),
        delivery_address=wish.delivery_address,
        email=wish.email,
        shipping_method=wish.shipping_method,
        needs_link=True,
    )


def _confirm_accepted(agreed: Agreement, accepted: Money) -> None:
    total = money(agreed.total, agreed.currency)
    if total != accepted:
        raise PriceChanged(
            f"It costs {total.amount} {total.currency} now, and not {accepted.amount}"
            f" {accepted.currency}: ask the buyer, and place it again.",
            details={"total": total.amount, "currency": total.currency},
        )


def _confirm_held(placed: PlacedOrder) -> None:
    if not placed.is_rejected:
        return
    short = {
        line.sku: line.available
        for line in placed.lines
        if line.available is not None and line.available < line.quantity
    }
    sentence = ", ".join(f"{sku}: {units} left" for sku, units in short.items())
    raise NotEnough(f"Not all of it is there ({sentence}): change the draft.", details=short)
