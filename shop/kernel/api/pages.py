"""Long lists, page by page: a cursor says where the last page ended, so new rows shift nothing."""

import base64
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse

from shop.kernel.api.bodies import Answer, Question, json_answer
from shop.kernel.errors import InvalidInput

M = TypeVar("M", bound=Model)
PAGE_SIZE = 20
LARGEST_PAGE = 100


class PageQuestion(Question):
    """The page after `cursor`, which the page before gave, with `limit` items at most."""

    cursor: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_PAGE)] = PAGE_SIZE


class Page(Answer):
    """Some items, and the cursor of the next page, null on the last one."""

    items: list[Any]
    next: str | None


class Place(msgspec.Struct, array_like=True):
    """Where a page ended: a moment, and the id of what was there."""

    at: datetime
    id: UUID


def page_of(
    question: PageQuestion, rows: QuerySet[M], show: Callable[[M], Answer], *, order_by: str
) -> HttpResponse:
    """The page that is asked for, as an answer of its own; see `page_after`."""
    return json_answer(page_after(question, rows, show, order_by=order_by))


def page_after(
    question: PageQuestion, rows: QuerySet[M], show: Callable[[M], Answer], *, order_by: str
) -> Page:
    """The page that is asked for, newest first by the time field `order_by` and id.

    Raises InvalidInput for a cursor that this list did not give.
    """
    place = place_at(question.cursor)
    if place is not None:
        rows = rows.filter(
            Q(**{f"{order_by}__lt": place.at}) | Q(**{order_by: place.at, "pk__lt": place.id})
        )
    found = list(rows.order_by(f"-{order_by}", "-pk")[: question.limit + 1])
    shown, more = found[: question.limit], len(found) > question.limit
    last = Place(getattr(shown[-1], order_by), shown[-1].pk) if more else None
    return Page(items=[show(row) for row in shown], next=cursor_at(last))


def place_at(cursor: str) -> Place | None:
    """Where the page before ended; None for the first one. Raises InvalidInput."""
    if not cursor:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=Place)
    except (ValueError, msgspec.MsgspecError) as error:
        raise InvalidInput("This cursor does not belong to this list.") from error


def cursor_at(place: Place | None) -> str | None:
    """The cursor of the page that begins there."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode() if place else None
