from uuid import UUID

from apps.catalog.models import LEVEL_MARK, Category, FormerCategoryHandle
from apps.catalog.models.category import LONGEST_FULL_TITLE, MOST_LEVELS
from apps.catalog.rules.soundness import one_line, sound_handle
from apps.catalog.services.categories.telling import announce_category
from apps.catalog.sql.locks import lock_category_tree
from shop.kernel.errors import DomainError, InvalidInput, NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def create_category(
    *,
    handle: str,
    title: str,
    parent_id: UUID | None = None,
    position: int = 0,
    blurb: str = "",
    picture: str = "",
) -> Category:
    """A new shelf. Raises InvalidInput if the handle is taken, or the title on that level."""
    lock_category_tree()
    category = Category(position=position, blurb=blurb, picture=picture)
    category.handle = _free_handle(handle, category)
    category.title = _sound_title(title)
    category.stand_under(_parent(parent_id))
    _refuse_twin(category)
    category.save(force_insert=True)
    announce_category(category, former_lineage=())
    return category


@unit_of_work
def revise_category(*, category_id: UUID, title: str, blurb: str, picture: str) -> Category:
    """Says something else about the shelf; its handle and its place stay."""
    lock_category_tree()
    category = _category(category_id)
    category.title = _sound_title(title)
    category.blurb, category.picture = blurb, picture
    _stand(category, category.parent)
    category.save(update_fields=["title", "blurb", "picture", "full_title"])
    announce_category(category, former_lineage=category.lineage)
    return category


@unit_of_work
def move_category(*, category_id: UUID, parent_id: UUID | None, position: int) -> Category:
    """Puts the shelf, with everything below it, under another one, or makes it a root.

    `position` orders it among its siblings, equal ones by title. Raises DomainError if it would
    stand below itself, or too deep.
    """
    lock_category_tree()
    category = _category(category_id)
    category.position, former = position, category.lineage
    _stand(category, _parent(parent_id))
    category.save(update_fields=["position", "parent", "lineage", "full_title"])
    announce_category(category, former_lineage=former)
    return category


@unit_of_work
def change_category_handle(*, category_id: UUID, handle: str) -> Category:
    """Names the shelf anew in addresses; the old handle leads on to it for ever.

    Raises InvalidInput if the handle is another category's, or leads to one.
    """
    lock_category_tree()
    category = _category(category_id)
    former, category.handle = category.handle, _free_handle(handle, category)
    if category.handle == former:
        return category
    category.former_handles.filter(handle=category.handle).delete()
    category.save(update_fields=["handle"])
    FormerCategoryHandle.objects.create(handle=former, category=category)
    announce_category(category, former_lineage=category.lineage)
    return category


def _stand(category: Category, parent: Category | None) -> None:
    """Takes its place, and everything below it along."""
    levels, title = len(category.lineage), category.full_title
    below = list(Category.objects.filter(lineage__contains=[category.id]).exclude(pk=category.pk))
    category.stand_under(parent)
    _refuse_twin(category)
    for each in below:
        each.lineage = [*category.lineage, *each.lineage[levels:]]
        each.full_title = category.full_title + each.full_title[len(title) :]
        _refuse_excess(each)
    Category.objects.bulk_update(below, ["lineage", "full_title"])


def _refuse_excess(category: Category) -> None:
    if len(category.lineage) > MOST_LEVELS or len(category.full_title) > LONGEST_FULL_TITLE:
        raise DomainError(
            f"{category.title} would stand too deep: there are at most {MOST_LEVELS} levels, and"
            f" {LONGEST_FULL_TITLE} characters for the titles on the way."
        )


def _refuse_twin(category: Category) -> None:
    twins = Category.objects.filter(full_title=category.full_title).exclude(pk=category.pk)
    if twins.exists():
        raise InvalidInput(
            f"There is a category called {category.full_title}: choose another title."
        )


def _free_handle(handle: str, category: Category) -> str:
    handle = sound_handle(handle)
    if Category.objects.filter(handle=handle).exclude(pk=category.pk).exists():
        raise InvalidInput(f"There is a category with the handle {handle}: choose another.")
    leading = FormerCategoryHandle.objects.filter(handle=handle).exclude(category=category.pk)
    if leads_to := leading.values_list("category__full_title", flat=True).first():
        raise InvalidInput(f"The handle {handle} leads to {leads_to}: choose another.")
    return handle


def _sound_title(title: str) -> str:
    title = one_line(title, "title")
    if not title or LEVEL_MARK in title:
        raise InvalidInput(f'A category needs a title without "{LEVEL_MARK}" in it.')
    return title


def _category(category_id: UUID) -> Category:
    category = Category.objects.select_related("parent").filter(pk=category_id).first()
    if category is None:
        raise NotFound("There is no such category.")
    return category


def _parent(parent_id: UUID | None) -> Category | None:
    return _category(parent_id) if parent_id else None
