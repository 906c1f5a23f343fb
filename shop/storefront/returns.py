"""What a buyer may send back, and what he says that he will."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from apps.orders.queries import ShownLine, ShownOrder
from apps.orders.rules import ReturnReason
from shop.kernel import clock
from shop.storefront.units import typed_wish

WORDS = {
    ReturnReason.CHANGED_MIND: "I do not want it any more",
    ReturnReason.DAMAGED: "It is damaged",
    ReturnReason.NOT_AS_DESCRIBED: "It is not as described",
    ReturnReason.WRONG_ITEM: "It is something else than I ordered",
}


def returnable_lines(order: ShownOrder) -> list[ShownLine]:
    """The lines of which units can be sent back now; none before the delivery, or long after."""
    in_time = clock.now() <= order.moved_at + timedelta(days=settings.RETURN_DAYS)
    if order.state != "delivered" or not in_time:
        return []
    return [line for line in order.lines if line.returnable]


def wished_return(
    said: Mapping[str, str], order: ShownOrder
) -> tuple[dict[UUID, int], ReturnReason]:
    """So many units of each line, and why. Raises InvalidInput for what the form cannot say."""
    return typed_wish(
        said, order, ReturnReason, otherwise="Say how many of what you send back, and why."
    )
