from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.suppliers.models.columns import amount_column, sku_column, warehouse_column
from apps.suppliers.rules import (
    MAX_NOTE_LENGTH,
    MAX_QUANTITY,
    MAX_SUPPLIER_CODE,
    MOST_DAYS,
    Packing,
)


class Supplier(models.Model):
    """A firm that we buy from. Its code never changes: events and purchase orders name it.

    `adapter` says how it is asked, `address` where. Goods go to `warehouse`. A proposal that costs
    no more than `approve_up_to` is approved by this rule; without an amount, staff approve all.
    """

    code = models.CharField(max_length=MAX_SUPPLIER_CODE, primary_key=True, db_collation="C")
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    adapter = models.CharField(max_length=32)
    address = models.CharField(max_length=300)
    warehouse = warehouse_column()
    lead_days = models.PositiveSmallIntegerField()
    approve_up_to = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="suppliers_supplier_named",
                condition=~Q(code="") & ~Q(adapter="") & ~Q(address="") & ~Q(warehouse=""),
            ),
            models.CheckConstraint(
                name="suppliers_supplier_currency", condition=Q(currency__regex="^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="suppliers_supplier_lead_days", condition=Q(lead_days__lte=MOST_DAYS)
            ),
            models.CheckConstraint(
                name="suppliers_supplier_approves",
                condition=Q(approve_up_to__isnull=True) | Q(approve_up_to__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CatalogueItem(models.Model):
    """What a supplier sells: his `code` for a SKU, and on which terms.

    At most one supplier is preferred for a SKU: a proposal goes to that one, and brings what is
    there up to `order_up_to` units. `in_stock` is what he said he has, at
    `seen_at`, perhaps more.
    """

    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    code = models.CharField(max_length=255, db_collation="C")
    sku = sku_column()
    title = models.CharField(max_length=300, blank=True, default="")
    cost = amount_column()
    minimum_quantity = models.IntegerField(default=1)
    pack_size = models.IntegerField(default=1)
    order_up_to = models.IntegerField(null=True, blank=True)
    is_preferred = models.BooleanField(default=False)
    in_stock = models.IntegerField(null=True, blank=True)
    in_stock_or_more = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sku", "supplier_id"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "code"], name="suppliers_item_code_once"),
            models.UniqueConstraint(fields=["supplier", "sku"], name="suppliers_item_sku_once"),
            models.UniqueConstraint(
                fields=["sku"], name="suppliers_item_preferred_once", condition=Q(is_preferred=True)
            ),
            models.CheckConstraint(name="suppliers_item_named", condition=~Q(code="") & ~Q(sku="")),
            models.CheckConstraint(name="suppliers_item_cost", condition=Q(cost__gte=0)),
            models.CheckConstraint(
                name="suppliers_item_terms",
                condition=Q(
                    minimum_quantity__gte=1,
                    minimum_quantity__lte=MAX_QUANTITY,
                    pack_size__gte=1,
                    pack_size__lte=MAX_QUANTITY,
                )
                & (Q(order_up_to__isnull=True) | Q(order_up_to__gte=1)),
            ),
            models.CheckConstraint(
                name="suppliers_item_in_stock",
                condition=Q(in_stock__isnull=True, seen_at__isnull=True, in_stock_or_more=False)
                | Q(in_stock__gte=0, seen_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="suppliers_item_sku")]

    def __str__(self) -> str:
        return f"{self.sku} from {self.supplier_id}"

    @property
    def said_in_stock(self) -> str:
        """What the supplier says he has, for people: `5+` is five or more."""
        return "" if self.in_stock is None else f"{self.in_stock}{'+' * self.in_stock_or_more}"

    @property
    def packing(self) -> Packing:
        return Packing(minimum=self.minimum_quantity, pack_size=self.pack_size)


class UnmetNeed(models.Model):
    """A SKU that has run low, and that nobody can be asked for; `reason` says what staff can do.

    The row goes as soon as somebody can be asked.
    """

    sku = models.CharField(max_length=255, primary_key=True, db_collation="C")
    available = models.IntegerField(null=True, blank=True)
    reason = models.CharField(max_length=MAX_NOTE_LENGTH)
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-noted_at"]

    def __str__(self) -> str:
        return f"{self.sku}: {self.reason}"
