from django.db import models
from django.db.models import Q

from apps.inventory.rules import MAX_CODE_LENGTH
from shop.kernel.countries import CODE, CODE_RULE


class Warehouse(models.Model):
    """A place where units lie. Its code never changes: events and the ledger name it.

    Where it is may be unknown, which is an empty text; `country` is ISO 3166-1 alpha-2.
    """

    code = models.CharField(max_length=MAX_CODE_LENGTH, primary_key=True, db_collation="C")
    name = models.CharField(max_length=100)
    country = models.CharField(max_length=2, blank=True, default="", db_default="")
    postal_code = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="inventory_warehouse_code", condition=~Q(code="")),
            models.CheckConstraint(
                name="inventory_warehouse_country",
                condition=Q(country="") | Q(country__regex=CODE),
                violation_error_message=CODE_RULE,
            ),
        ]

    def __str__(self) -> str:
        return self.code
