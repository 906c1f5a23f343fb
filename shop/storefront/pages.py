"""Long lists, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

T = TypeVar("T")

_LAST_PAGE = 9999


@dataclass(frozen=True, kw_only=True)
class PageOf(Generic[T]):
    """Some items of a list; `next` and `previous` are page numbers, from 1, or None."""

    items: Sequence[T]
    number: int
    next: int | None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


def page_number(request: HttpRequest) -> int:
    """The page that `?page=` asks for, from 1; the first one if that is no page number."""
    text = request.GET.get("page", "")
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(_LAST_PAGE)):
        return 1
    return max(int(text), 1)


def page_of(found: Sequence[T], *, number: int, size: int) -> PageOf[T]:
    """The page out of what was found for it: `size` items, and one more if the list goes on."""
    more = number + 1 if len(found) > size else None
    return PageOf(items=found[:size], number=number, next=more)
