"""Units of the lines of an order, as forms name them."""

from collections.abc import Mapping
from uuid import UUID

from apps.orders.queries import ShownOrder


def typed_units(said: Mapping[str, str], order: ShownOrder) -> dict[UUID, int]:
    """So many units of each line that was named. Raises ValueError for what is no number."""
    typed = {line.id: said.get(f"units_{line.id}", "") for line in order.lines}
    units = {line_id: int(text) for line_id, text in typed.items() if text}
    return {line_id: many for line_id, many in units.items() if many}
