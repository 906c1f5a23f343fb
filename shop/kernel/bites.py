"""Deleting many rows without keeping anybody waiting."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

ROWS_IN_A_BITE = 1000


def delete_in_bites(rows: QuerySet[Any], *, rows_in_a_bite: int = ROWS_IN_A_BITE) -> int:
    """Deletes the rows, so many in each transaction of its own; returns how many.

    A row that somebody else has locked is left for the next time. What hangs on a row goes with it
    and is not counted.
    """
    deleted = 0
    while bite := _delete_some(rows, rows_in_a_bite):
        deleted += bite
    return deleted


@transaction.atomic
def _delete_some(rows: QuerySet[Any], at_most: int) -> int:
    # Locked, so that nobody brings a row back to life between the look and the end.
    locked = rows.order_by().select_for_update(skip_locked=True, of=("self",))
    keys = list(locked.values_list("pk", flat=True)[:at_most])
    rows.model.objects.filter(pk__in=keys).delete()
    return len(keys)
