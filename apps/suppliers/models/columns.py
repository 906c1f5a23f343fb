"""The columns that say what, where, and how much it costs."""

from decimal import Decimal

from django.db import models

from apps.suppliers.rules import MAX_SKU_LENGTH, MAX_WAREHOUSE_CODE


def sku_column() -> "models.CharField[str, str]":
    return models.CharField(max_length=MAX_SKU_LENGTH, db_collation="C")


def warehouse_column() -> "models.CharField[str, str]":
    """The code of a warehouse, which inventory opens and knows."""
    return models.CharField(max_length=MAX_WAREHOUSE_CODE, db_collation="C")


def amount_column() -> "models.DecimalField[Decimal, Decimal]":
    """An amount in the currency of the supplier."""
    return models.DecimalField(max_digits=14, decimal_places=3, default=0, db_default=0)
