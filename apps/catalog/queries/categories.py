"""The tree of categories, and what stands in it."""

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, QuerySet, UUIDField

from apps.catalog.models import Category, FormerCategoryHandle, ProductState


class Unnest(Func):
    """Each element of an array of ids in a row of its own."""

    function = "unnest"
    output_field = UUIDField()


def listed_categories() -> list[Category]:
    """The categories that have something for sale in or below them, in the order of staff."""
    return list(categories_in_use())


def category_by_handle(handle: str) -> Category | None:
    return Category.objects.filter(handle=handle).first()


def current_category_handle(former: str) -> str | None:
    """What the category is called now that had this handle before."""
    handles = FormerCategoryHandle.objects.filter(handle=former)
    return handles.values_list("category__handle", flat=True).first()


def categories_titled(titles: Iterable[str]) -> dict[str, Category]:
    """The categories with these full titles, by full title."""
    return {c.full_title: c for c in Category.objects.filter(full_title__in=set(titles))}


def categories_in_use() -> QuerySet[Category]:
    """Those with something for sale in or below them."""
    shelves = Category.objects.filter(products__state=ProductState.PUBLISHED)
    ancestors = shelves.annotate(each=Unnest("lineage")).values("each")
    return Category.objects.filter(id__in=ancestors)


def branch_of(handle: str) -> QuerySet[Category]:
    """The category and all below it."""
    roots = Category.objects.filter(handle=handle)
    return Category.objects.filter(lineage__overlap=ArraySubquery(roots.values("id")))
