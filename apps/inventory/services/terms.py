"""Agrees on what is special about a SKU."""

from apps.inventory.models import AGREED, NO_WAITING, Announcement, Terms, Waiting
from apps.inventory.rules import checked_sku
from apps.inventory.services.announcing import tell_if_low
from apps.inventory.services.backorders.promising import renew_promises
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def agree_on_terms(
    *,
    sku: str,
    hold_minutes: int | None = None,
    reorder_point: int | None = None,
    waiting: Waiting = NO_WAITING,
) -> Terms:
    """How long the SKU is held for a buyer, at how many units it is time to order more, and whether
    buyers may wait for what is sold out.

    None is as for all others: the shop's hold, and never. Holds that exist stay as they are, and so
    do those who wait. Raises InvalidInput, DomainError for fewer than wait already.
    """
    Terms.objects.get_or_create(sku=checked_sku(sku))
    terms = Terms.objects.select_for_update().get(sku=sku)
    terms.agree(hold_minutes=hold_minutes, reorder_point=reorder_point, waiting=waiting)
    terms.save(update_fields=AGREED)
    renew_promises(skus=[sku])
    told = Announcement.objects.select_for_update().filter(pk=sku).first()
    if told is not None:
        tell_if_low(told, before=None, terms=terms)
    return terms
