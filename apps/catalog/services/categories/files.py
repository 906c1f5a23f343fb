"""The categories that a product file names by the titles on the way to them, "Apparel > Tops"."""

import hashlib
from collections.abc import Iterable

from apps.catalog.models import LEVEL_MARK, Category, FormerCategoryHandle
from apps.catalog.models.category import MOST_LEVELS
from apps.catalog.queries import categories_titled
from apps.catalog.rules.category_handles import category_handle
from apps.catalog.services.categories.telling import announce_category
from apps.catalog.sql.locks import lock_category_tree
from shop.kernel.outbox.unit_of_work import unit_of_work


def ensure_categories(titles: Iterable[str]) -> None:
    """Makes sure that there is a category with each of these full titles."""
    wanted = list(titles)
    if missing_categories(wanted):
        _create(wanted)


@unit_of_work
def _create(titles: list[str]) -> None:
    lock_category_tree()
    for category in Category.objects.bulk_create(missing_categories(titles)):
        announce_category(category, former_lineage=())


def missing_categories(titles: Iterable[str]) -> list[Category]:
    """Categories, not yet saved, for those of the full titles that have none; parents first."""
    ways = {title: _way_to(title) for title in titles if title}
    if not ways:
        return []
    known = categories_titled(step for way in ways.values() for step in way)
    missing: dict[str, Category] = {}
    for title in [title for title in ways if title not in known]:
        _plant(ways[title], known | missing, missing)
    _name(missing)
    return list(missing.values())


def _way_to(full_title: str) -> list[str]:
    """The full titles from the root down, the given one last."""
    titles = full_title.split(LEVEL_MARK, MOST_LEVELS - 1)
    return [LEVEL_MARK.join(titles[: level + 1]) for level in range(len(titles))]


def _plant(way: list[str], there: dict[str, Category], missing: dict[str, Category]) -> None:
    """Grows from the lowest step of the way that is there already."""
    lowest = max((level for level, step in enumerate(way) if step in there), default=-1)
    parent = there[way[lowest]] if lowest >= 0 else None
    for step in way[lowest + 1 :]:
        above = len(parent.full_title) + len(LEVEL_MARK) if parent else 0
        category = Category(title=step[above:])
        category.stand_under(parent)
        missing[step] = parent = category


def _name(missing: dict[str, Category]) -> None:
    handles = {full_title: category_handle(full_title) for full_title in missing}
    taken = _taken(handles.values())
    for full_title, category in missing.items():
        category.handle = _free_handle(handles[full_title], full_title, taken)


def _taken(handles: Iterable[str]) -> set[str]:
    wanted = list(handles)
    current = Category.objects.filter(handle__in=wanted).values_list("handle", flat=True)
    former = FormerCategoryHandle.objects.filter(handle__in=wanted)
    return {*current, *former.values_list("handle", flat=True)}


def _free_handle(handle: str, full_title: str, taken: set[str]) -> str:
    if handle in taken:
        handle = f"{handle}-{hashlib.sha256(full_title.encode()).hexdigest()[:8]}"
    taken.add(handle)
    return handle
