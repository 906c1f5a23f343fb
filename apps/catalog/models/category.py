from typing import TYPE_CHECKING, Optional

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from apps.catalog.models.handle import FormerCategoryHandle

MOST_LEVELS = 8
LONGEST_FULL_TITLE = 600
LEVEL_MARK = " > "


class Category(models.Model):
    """A shelf of the shop, perhaps on another one. `picture` is the text of an SVG drawing.

    `lineage` are the ids from the root down to itself, `full_title` the titles on that way. The
    database holds a lineage to be the parent's and one more, so that no category can come to stand
    below itself (migration 0002).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handle = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=255)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="children"
    )
    position = models.PositiveIntegerField(default=0)
    lineage = ArrayField(models.UUIDField(), editable=False)
    full_title = models.CharField(max_length=LONGEST_FULL_TITLE, unique=True, editable=False)
    blurb = models.TextField(blank=True)
    picture = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    if TYPE_CHECKING:
        former_handles: RelatedManager["FormerCategoryHandle"]

    class Meta:
        ordering = ["position", "title"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                name="category_named", condition=~models.Q(handle="") & ~models.Q(title="")
            ),
        ]
        indexes = [GinIndex(fields=["lineage"], name="category_lineage")]

    def __str__(self) -> str:
        return self.full_title or self.title

    def stand_under(self, parent: Optional["Category"]) -> None:
        """Takes its place in the tree, below `parent` or as a root.

        Raises DomainError if that would put it below itself, or too deep. Categories below it keep
        their old lineage until they stand under it anew.
        """
        if parent and self.id in parent.lineage:
            raise DomainError(f"{self.title} cannot stand below itself: choose another parent.")
        if parent and len(parent.lineage) >= MOST_LEVELS:
            raise DomainError(f"Categories have at most {MOST_LEVELS} levels: choose a higher one.")
        self.parent = parent
        self.lineage = [*(parent.lineage if parent else []), self.id]
        self.full_title = f"{parent.full_title}{LEVEL_MARK}{self.title}" if parent else self.title
        if len(self.full_title) > LONGEST_FULL_TITLE:
            raise DomainError(
                f"The titles on the way to {self.title} have more than {LONGEST_FULL_TITLE}"
                " characters together: shorten one of them."
            )
