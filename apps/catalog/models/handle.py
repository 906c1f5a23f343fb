from django.db import models
from django.db.models.functions import Now

from apps.catalog.models.category import Category
from apps.catalog.models.product import Product


class FormerHandle(models.Model):
    """What a product was called before: the old address leads on to it, whatever it is called now.

    The database lets no product bear a handle that leads to one (migration 0002).
    """

    handle = models.CharField(max_length=200, primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="former_handles")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.handle


class FormerCategoryHandle(models.Model):
    """What a category was called before; as for products."""

    handle = models.CharField(max_length=200, primary_key=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="former_handles")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.handle
