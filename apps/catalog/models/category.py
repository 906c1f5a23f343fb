from django.db import models
from django.db.models.functions import Now

from shop.kernel.identity import new_id


class Category(models.Model):
    """A shelf of the shop. `picture` is the text of an SVG drawing, or empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handle = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=255, unique=True)
    blurb = models.TextField(blank=True)
    picture = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                name="category_named", condition=~models.Q(handle="") & ~models.Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
