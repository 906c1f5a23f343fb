"""Categories and collections as the menu and their own pages show them.

They are put together once for as long as nothing changes. Asking whether it has costs a statement,
unless the caller knows the edition of lists already.
"""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef

from apps.catalog.models import Category, Collection, CollectionEntry, Product, ProductState
from apps.catalog.queries.categories import current_category_handle
from apps.catalog.queries.listings.turning import edition_of_lists
from apps.catalog.rules.listings import MovedTo, ShownCrumb, ShownShelf
from apps.catalog.rules.listings.typing import plain_text

_REMEMBERED = 4


def category_tree(edition: str = "") -> tuple[ShownShelf, ...]:
    """The categories with something for sale in or below them, from the roots on, in order."""
    return _tree(edition or edition_of_lists())


def collections_for_sale(edition: str = "") -> tuple[ShownShelf, ...]:
    """The collections with something for sale, in order."""
    return _collections(edition or edition_of_lists())


def shelf_by_handle(handle: str, edition: str = "") -> ShownShelf | MovedTo | None:
    """The category, or where it is found now, if that was its handle once."""
    if found := _by_handle(edition or edition_of_lists()).get(handle):
        return found
    current = current_category_handle(plain_text(handle))
    return MovedTo(handle=current) if current else None


def collection_by_handle(handle: str, edition: str = "") -> ShownShelf | None:
    """The collection, if something in it is for sale."""
    return next((each for each in collections_for_sale(edition) if each.handle == handle), None)


@lru_cache(maxsize=_REMEMBERED)
def _tree(edition: str) -> tuple[ShownShelf, ...]:
    """`edition` is only the name under which it is remembered."""
    for_sale = Product.objects.filter(category=OuterRef("pk"), state=ProductState.PUBLISHED)
    categories = list(
        Category.objects.defer("picture", "full_title")
        .annotate(sells=Exists(for_sale, output_field=BooleanField()))
        .order_by("position", "title")
    )
    used = {each for category in categories if category.sells for each in category.lineage}
    return _grown([category for category in categories if category.id in used])


@lru_cache(maxsize=_REMEMBERED)
def _by_handle(edition: str) -> dict[str, ShownShelf]:
    return {shelf.handle: shelf for shelf in _all(_tree(edition))}


@lru_cache(maxsize=_REMEMBERED)
def _collections(edition: str) -> tuple[ShownShelf, ...]:
    entries = CollectionEntry.objects.filter(
        collection=OuterRef("pk"), product__state=ProductState.PUBLISHED
    )
    found = Collection.objects.defer("picture").filter(Exists(entries))
    return tuple(
        ShownShelf(id=each.id, handle=each.handle, title=each.title, blurb=each.blurb)
        for each in found.order_by("position", "title")
    )


def _grown(categories: list[Category]) -> tuple[ShownShelf, ...]:
    crumbs = {each.id: ShownCrumb(handle=each.handle, title=each.title) for each in categories}
    below: dict[UUID | None, list[Category]] = {}
    for category in categories:
        below.setdefault(category.parent_id, []).append(category)

    def grow(parent: UUID | None) -> tuple[ShownShelf, ...]:
        return tuple(
            ShownShelf(
                id=each.id,
                handle=each.handle,
                title=each.title,
                blurb=each.blurb,
                path=tuple(crumbs[step] for step in each.lineage),
                children=grow(each.id),
            )
            for each in below.get(parent, ())
        )

    return grow(None)


def _all(shelves: Iterable[ShownShelf]) -> Iterable[ShownShelf]:
    for shelf in shelves:
        yield shelf
        yield from _all(shelf.children)
