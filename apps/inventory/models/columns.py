"""The columns that say what lies where."""

from django.db import models

from apps.inventory.rules import MAX_CODE_LENGTH, MAX_SKU_LENGTH


def sku_column() -> "models.CharField[str, str]":
    """A SKU; sorted by its bytes, so that every lock order is the same here and in Python."""
    return models.CharField(max_length=MAX_SKU_LENGTH, db_collation="C")


def warehouse_column() -> "models.CharField[str, str]":
    """The code of a warehouse, kept as history keeps it: without a reference that locks its row."""
    return models.CharField(max_length=MAX_CODE_LENGTH, db_collation="C")
