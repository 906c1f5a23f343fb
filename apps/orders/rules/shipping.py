"""Which way a parcel takes."""

from collections.abc import Sequence

from apps.orders.rules.prices import PricedShipping
from shop.kernel.errors import InvalidInput

_USUAL = "standard"


def chosen_shipping(options: Sequence[PricedShipping], method: str) -> PricedShipping | None:
    """The option of that method; without a wish the standard one, else the first.

    Raises InvalidInput naming the methods there are. None if the shop has no rates at all.
    """
    by_method = {option.method: option for option in options}
    if method and method not in by_method:
        raise InvalidInput(
            f"A parcel cannot be sent there by {method}.", details={"methods": list(by_method)}
        )
    return by_method.get(method or _USUAL) or next(iter(options), None)
