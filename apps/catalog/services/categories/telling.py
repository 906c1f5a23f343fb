from collections.abc import Iterable
from uuid import UUID

from apps.catalog.models import Category
from shop.events.catalog import CategoryChanged
from shop.kernel.bus import publish


def announce_category(category: Category, *, former_lineage: Iterable[UUID]) -> None:
    """Tells those who show the category, or what stands in or below it, to look again.

    A new category has no former lineage.
    """
    publish(
        CategoryChanged(
            category_id=category.id,
            handle=category.handle,
            title=category.title,
            parent_id=category.parent_id,
            lineage=tuple(category.lineage),
            former_lineage=tuple(former_lineage),
        )
    )
