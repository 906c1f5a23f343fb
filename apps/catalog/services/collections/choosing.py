from collections.abc import Sequence
from uuid import UUID

from apps.catalog.models import Collection, CollectionEntry, CollectionKind, Product
from apps.catalog.services.collections.making import announce_collection, locked_collection
from apps.catalog.services.telling import announce_update
from shop.kernel.errors import DomainError, InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work

MOST_CHOSEN = 500


@unit_of_work
def choose_products(*, collection_id: UUID, product_ids: Sequence[UUID]) -> Collection:
    """The collection holds exactly these products, in this order.

    Each that came in or went out, and is for sale, publishes its own update. Raises DomainError
    for a collection by rule, InvalidInput for unknown products or too many.
    """
    collection = locked_collection(collection_id)
    if collection.kind != CollectionKind.MANUAL:
        raise DomainError(f"{collection.title} is filled by its rules: change those.")
    wanted = list(dict.fromkeys(product_ids))
    if len(wanted) > MOST_CHOSEN:
        raise InvalidInput(f"At most {MOST_CHOSEN} products are chosen by hand: use rules.")
    stored = {entry.product_id: entry for entry in collection.entries.all()}
    moved = _locked(stored.keys() ^ set(wanted))
    if not {*wanted} <= {*stored, *moved}:
        raise InvalidInput("One of the products is not there any more: choose again.")
    _place(collection, stored, wanted)
    for product in moved.values():
        if product.is_for_sale:
            announce_update(product)
    announce_collection(collection)
    return collection


def _locked(product_ids: set[UUID]) -> dict[UUID, Product]:
    rows = Product.objects.select_for_update().filter(pk__in=product_ids).order_by("pk")
    return {product.pk: product for product in rows}


def _place(collection: Collection, stored: dict[UUID, CollectionEntry], wanted: list[UUID]) -> None:
    collection.entries.exclude(product__in=wanted).delete()
    kept: list[CollectionEntry] = []
    new: list[CollectionEntry] = []
    for position, product_id in enumerate(wanted, start=1):
        entry = stored.get(product_id) or CollectionEntry(
            collection=collection, product_id=product_id
        )
        entry.position = position
        (kept if product_id in stored else new).append(entry)
    CollectionEntry.objects.bulk_update(kept, ["position"])
    CollectionEntry.objects.bulk_create(new)
