from uuid import UUID

from apps.catalog.models import Category
from apps.catalog.rules.soundness import one_line, sound_handle
from shop.kernel.errors import InvalidInput
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def create_category(*, handle: str, title: str, blurb: str = "", picture: str = "") -> Category:
    """A new shelf. Raises InvalidInput if the handle or the title is taken or no good."""
    category = Category(handle=sound_handle(handle), blurb=blurb, picture=picture)
    category.title = _free_title(title, category.id)
    if Category.objects.filter(handle=category.handle).exists():
        raise InvalidInput(f"There is a category with the handle {handle}: choose another.")
    category.save(force_insert=True)
    return category


@unit_of_work
def revise_category(*, category_id: UUID, title: str, blurb: str, picture: str) -> Category:
    """Says something else about the shelf; its handle stays."""
    category = Category.objects.select_for_update().get(pk=category_id)
    category.title = _free_title(title, category.id)
    category.blurb, category.picture = blurb, picture
    category.save(update_fields=["title", "blurb", "picture"])
    return category


def _free_title(title: str, category_id: UUID) -> str:
    title = one_line(title, "title")
    if not title:
        raise InvalidInput("A category needs a title.")
    if Category.objects.filter(title=title).exclude(pk=category_id).exists():
        raise InvalidInput(f"There is a category called {title}: choose another title.")
    return title
