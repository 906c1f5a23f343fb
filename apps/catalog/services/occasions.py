"""Makes tickets of what a product sells: it takes place, somewhere and at some time."""

from dataclasses import asdict
from uuid import UUID

from apps.catalog.models import Occasion, Product, ProductKind
from apps.catalog.queries import product_locked
from apps.catalog.rules.occasions import OccasionDraft, sound_occasion
from apps.catalog.services.telling import announce_offer
from shop.kernel.errors import DomainError
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def schedule_occasion(*, product_id: UUID, draft: OccasionDraft) -> Occasion:
    """The product takes place then and there, and its variants are tickets for it.

    Who moves an occasion for which tickets are sold already tells the holders himself. Raises
    InvalidInput for an occasion that cannot be, DomainError for goods that are for sale.
    """
    product = product_locked(product_id)
    if product.is_for_sale and not product.is_ticketed:
        raise DomainError(
            f"{product} is for sale as goods: withdraw it before you sell tickets for it."
        )
    occasion, _ = Occasion.objects.update_or_create(
        product=product, defaults=asdict(sound_occasion(draft))
    )
    product.kind = ProductKind.TICKETED
    product.save(update_fields=["kind"])
    if product.is_for_sale:
        announce_offer(_told_anew(product, occasion), product.variants.all())
    return occasion


def _told_anew(product: Product, occasion: Occasion) -> Product:
    product.occasion = occasion
    return product
