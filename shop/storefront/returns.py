"""What a buyer says that he will send back."""

from collections.abc import Mapping
from uuid import UUID

from apps.orders.queries import ShownOrder
from apps.orders.rules import ReturnReason
from shop.storefront.units import typed_wish

WORDS = {
    ReturnReason.CHANGED_MIND: "I do not want it any more",
    ReturnReason.DAMAGED: "It is damaged",
    ReturnReason.NOT_AS_DESCRIBED: "It is not as described",
    ReturnReason.WRONG_ITEM: "It is something else than I ordered",
}


def wished_return(
    said: Mapping[str, str], order: ShownOrder
) -> tuple[dict[UUID, int], ReturnReason]:
    """So many units of each line, and why. Raises InvalidInput for what the form cannot say."""
    return typed_wish(
        said, order, ReturnReason, otherwise="Say how many of what you send back, and why."
    )
