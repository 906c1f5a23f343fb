"""Does something with all rows that were chosen in a list, and says what became of it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from shop.kernel.errors import DomainError


def with_each(request: HttpRequest, rows: Iterable[Any], service: Callable[[UUID], Any]) -> None:
    """Calls the service with each row's id; what it refuses is said, and the others are done."""
    done = 0
    for row in rows:
        try:
            service(row.pk)
        except DomainError as refusal:
            messages.error(request, f"{row}: {refusal.sentence}")
        else:
            done += 1
    if done:
        messages.success(request, f"Done with {done}.")
