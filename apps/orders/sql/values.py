from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db import connection

Value = str | int | bool | bytes | Decimal | UUID | datetime | list[str] | None
Row = tuple[object, ...]


@cache
def places(count: int) -> str:
    """So many placeholders for parameters."""
    return ", ".join(["%s"] * count)


def rows_of(statement: str, values: Sequence[Value] | Mapping[str, Value]) -> list[Row]:
    """Every row that the statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Row] = cursor.fetchall()
    return rows
