"""Work that is done for many SKUs, for each in a transaction of its own."""

import logging
from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)


def each_for_itself(skus: Iterable[str], work: Callable[[str], int]) -> int:
    """Does the work for every SKU; returns the sum of what it returned.

    One that fails does not stop the others; it is tried again at the next call.
    """
    return sum(_done_or_left(sku, work) for sku in skus)


def _done_or_left(sku: str, work: Callable[[str], int]) -> int:
    try:
        return work(sku)
    except Exception:
        logger.exception("The queue of %s could not be looked after", sku)
        return 0
