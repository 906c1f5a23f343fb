"""Units of the lines of an order, as bodies name them."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from apps.orders.rules import MOST_LINES, MOST_UNITS
from shop.kernel.api.bodies import Body


class UnitsOfLineInput(Body):
    """So many units of a line of the order, which is named by its id."""

    example = {"line_id": "01890a5d-ac96-774b-bcce-b302099a8057", "quantity": 1}

    line_id: UUID
    quantity: Annotated[int, Meta(ge=1, le=MOST_UNITS)]


LinesOfOrder = Annotated[list[UnitsOfLineInput], Meta(min_length=1, max_length=MOST_LINES)]


def units_by_line(lines: Iterable[UnitsOfLineInput]) -> dict[UUID, int]:
    """How many of each line; one that is named twice counts twice."""
    units: Counter[UUID] = Counter()
    for line in lines:
        units[line.line_id] += line.quantity
    return dict(units)
