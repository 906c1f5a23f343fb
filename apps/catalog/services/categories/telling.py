from apps.catalog.models import Category
from shop.events.catalog import CategoryChanged
from shop.kernel.bus import publish


def announce_category(category: Category) -> None:
    """Tells those who show the category, or what stands in or below it, to look again."""
    publish(
        CategoryChanged(
            category_id=category.id,
            handle=category.handle,
            title=category.title,
            parent_id=category.parent_id,
        )
    )
