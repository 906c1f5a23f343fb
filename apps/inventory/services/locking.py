"""Rows of stock, locked in the one order in which everybody locks them."""

from collections.abc import Iterable

from apps.inventory.models import Stock


def lock_stock(skus: Iterable[str]) -> list[Stock]:
    """The rows of these SKUs in all warehouses, by SKU and warehouse."""
    rows = Stock.objects.filter(sku__in=list(skus))
    return list(rows.order_by("sku", "warehouse_id").select_for_update())
