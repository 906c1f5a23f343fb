from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange


def always() -> DateTimeTZRange:
    """Since ever and for ever."""
    return DateTimeTZRange(None, None)


def since(start: datetime | None) -> DateTimeTZRange:
    """From `start` on, or since ever."""
    return DateTimeTZRange(start, None)


def one_at_a_time(*fields: str, name: str) -> ExclusionConstraint:
    """Of the rows that agree in these fields, one is valid at any moment."""
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(
        name=name, expressions=[*same, ("valid_during", RangeOperators.OVERLAPS)]
    )
