import hashlib
from collections.abc import Iterable
from uuid import UUID

from apps.catalog.models import Category
from apps.catalog.queries import categories_titled
from apps.catalog.rules.category_handles import category_handle
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


def ensure_categories(titles: Iterable[str]) -> None:
    """Makes sure that there is a category with each of these titles."""
    if missing := missing_categories(titles):
        _create(missing)


@unit_of_work
def _create(categories: list[Category]) -> None:
    Category.objects.bulk_create(categories, ignore_conflicts=True)


def missing_categories(titles: Iterable[str]) -> list[Category]:
    """Categories, not yet saved, for those of the titles that have none."""
    wanted = dict.fromkeys(title for title in titles if title)
    if not wanted:
        return []
    stored = categories_titled(wanted)
    handles = {title: category_handle(title) for title in wanted if title not in stored}
    shelves = Category.objects.filter(handle__in=handles.values())
    taken = set(shelves.values_list("handle", flat=True))
    return [
        Category(handle=_free_handle(handle, title, taken), title=title)
        for title, handle in handles.items()
    ]


def _free_handle(handle: str, title: str, taken: set[str]) -> str:
    if handle in taken:
        handle = f"{handle}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    taken.add(handle)
    return handle


def _free_title(title: str, category_id: UUID) -> str:
    title = one_line(title, "title")
    if not title:
        raise InvalidInput("A category needs a title.")
    if Category.objects.filter(title=title).exclude(pk=category_id).exists():
        raise InvalidInput(f"There is a category called {title}: choose another title.")
    return title
