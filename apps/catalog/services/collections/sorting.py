"""Keeps collections by rule as their rules want them, one product or one page at a time.

Whoever evaluates rules holds the products' locks, and reads the rules after that: rules that
changed meanwhile are followed by their own event, which finds the products again.
"""

from collections.abc import Collection as Group
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from apps.catalog.models import Collection, CollectionEntry, Product
from apps.catalog.queries.collections import collections_by_rule, collections_for
from apps.catalog.services.telling import announce_update
from shop.events.catalog import CollectionRulesChanged
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work

PRODUCTS_AT_ONCE = 200


@unit_of_work
def sort_product(*, product_id: UUID) -> None:
    """Puts the product into the collections whose rules it keeps, and takes it out of others."""
    if not collections_by_rule().exists():
        return
    products = list(_locked(Product.objects.filter(pk=product_id)))
    _sort(products, list(collections_by_rule()))


@unit_of_work
def refill_collection(*, collection_id: UUID, after_product_id: UUID | None) -> None:
    """Sorts a page of all products into the collection, and leaves the next page to an event."""
    collection = (
        collections_by_rule().select_for_update(no_key=True).filter(pk=collection_id).first()
    )
    if collection is None:
        return
    products = Product.objects.order_by("pk")
    if after_product_id:
        products = products.filter(pk__gt=after_product_id)
    page = list(_locked(products)[:PRODUCTS_AT_ONCE])
    _sort(page, [collection])
    if len(page) == PRODUCTS_AT_ONCE:
        publish(CollectionRulesChanged(collection_id=collection_id, after_product_id=page[-1].pk))


@unit_of_work
def refill_collections_around(*, category_ids: Iterable[UUID]) -> None:
    """Has all products sorted anew into the collections that ask for one of the categories."""
    around = Collection.objects.filter(rules__category__in=list(category_ids))
    chosen = collections_by_rule().filter(pk__in=around.values("pk")).order_by("pk")
    for collection in chosen.select_for_update(no_key=True):
        publish(CollectionRulesChanged(collection_id=collection.pk))


def _locked(products: QuerySet[Product]) -> QuerySet[Product]:
    light = products.only("id", "handle", "title", "state")
    return light.select_for_update(of=("self",)).order_by("pk")


def _sort(products: Sequence[Product], collections: Group[Collection]) -> None:
    ids = [product.pk for product in products]
    wanted = collections_for(ids, collections)
    stored = CollectionEntry.objects.filter(product__in=ids, collection__in=collections)
    before = {(entry.product_id, entry.collection_id): entry.pk for entry in stored}
    after = {(product, collection) for product in ids for collection in wanted[product]}
    gone = before.keys() - after
    CollectionEntry.objects.filter(pk__in=[before[pair] for pair in gone]).delete()
    new = [CollectionEntry(product_id=p, collection_id=c) for p, c in after - before.keys()]
    CollectionEntry.objects.bulk_create(new)
    _announce(products, {p for p, _ in after ^ before.keys()})


def _announce(products: Sequence[Product], moved: set[UUID]) -> None:
    for product in products:
        if product.pk in moved and product.is_for_sale:
            announce_update(product)
