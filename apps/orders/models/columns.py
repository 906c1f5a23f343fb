"""The columns that say which seats are meant."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value

from shop.events.orders import LONGEST_SEAT

_NONE = Value([], output_field=ArrayField(models.CharField(max_length=LONGEST_SEAT)))


def seats_column() -> "ArrayField[list[str], list[str]]":
    """Seats by their names, each once; none of goods."""
    seat = models.CharField(max_length=LONGEST_SEAT)
    return ArrayField(seat, default=list, db_default=_NONE, blank=True)
