"""What a deed about an order is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from shop.operations.order_desk.forms import ReasonForm
from shop.operations.order_desk.gathering import OrderOnDesk

Asking = Callable[[OrderOnDesk, UUID, QueryDict | None], ReasonForm]
"""Makes the form that asks about one subject, with what was typed into it."""
Doing = Callable[[UUID, Mapping[str, Any]], object]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A kind of deed. `subjects` are the ids that it can be done to now, each with its name.

    `do` is told the subject, and what the form was told; `otherwise` is told the same where that
    cannot be done at once, and asks for it.
    """

    name: str
    label: str
    promise: str
    permission: str
    is_grave: bool
    subjects: Callable[[OrderOnDesk], Iterator[tuple[UUID, str]]]
    do: Doing
    otherwise: Doing | None = None
    form: Asking = lambda desk, subject, said: ReasonForm(said)
