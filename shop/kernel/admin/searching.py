"""What is typed into the search box of a list."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Model, Q, UUIDField

EXACTLY = "="


def exactly(model: type[Model], names: Sequence[str], term: str) -> Q | None:
    """Rows of which a field named `=field` is the whole term; None if none of them can be.

    Numbers and codes are in capitals and mail addresses mostly in small letters, however they are
    typed. An index answers: Django's own search would cast ids to text, and fold every row.
    """
    named = [name.removeprefix(EXACTLY) for name in names if name.startswith(EXACTLY)]
    id_given = _id_in(term)
    ids = [name for name in named if _is_id(model, name)]
    typed = sorted({term, term.upper(), term.lower()})
    wanted: list[tuple[str, object]] = [(f"{name}__in", typed) for name in named if name not in ids]
    wanted += [(name, id_given) for name in ids if id_given]
    return _any(wanted) if wanted else None


def somewhere(names: Sequence[str], term: str) -> Q | None:
    """Rows that have every word of the term in one of the other fields; None without such."""
    loose = [name for name in names if not name.startswith(EXACTLY)]
    if not loose:
        return None
    return reduce(
        and_, (_any((f"{name}__icontains", word) for name in loose) for word in term.split())
    )


def _any(wanted: Iterable[tuple[str, object]]) -> Q:
    return Q.create(list(wanted), connector=Q.OR)


def _is_id(model: type[Model], name: str) -> bool:
    field: Any = get_fields_from_path(model, name)[-1]
    return isinstance(getattr(field, "target_field", field), UUIDField)


def _id_in(term: str) -> UUID | None:
    try:
        return UUID(term)
    except ValueError:
        return None
