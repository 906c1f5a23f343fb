"""Units of the lines of an order, as forms name them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from apps.orders.queries import ShownOrder
from shop.kernel.errors import InvalidInput

R = TypeVar("R", bound=StrEnum)


def typed_wish(
    said: Mapping[str, str], order: ShownOrder, reasons: type[R], *, otherwise: str
) -> tuple[dict[UUID, int], R]:
    """So many units of each line that was named, and why.

    Raises InvalidInput with the sentence `otherwise` for what is no number, or no such reason.
    """
    try:
        return _typed_units(said, order), reasons(said.get("reason", ""))
    except ValueError as error:
        raise InvalidInput(otherwise) from error


def _typed_units(said: Mapping[str, str], order: ShownOrder) -> dict[UUID, int]:
    typed = {line.id: said.get(f"units_{line.id}", "") for line in order.lines}
    units = {line_id: int(text) for line_id, text in typed.items() if text}
    return {line_id: many for line_id, many in units.items() if many}
