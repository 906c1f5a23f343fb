"""Work that is done for many SKUs or orders, for each in a transaction of its own."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

Key = TypeVar("Key")

logger = logging.getLogger(__name__)


def each_for_itself(keys: Iterable[Key], work: Callable[[Key], int]) -> int:
    """Does the work for every key; returns the sum of what it returned.

    One that fails does not stop the others; it is tried again at the next call.
    """
    return sum(_done_or_left(key, work) for key in keys)


def _done_or_left(key: Key, work: Callable[[Key], int]) -> int:
    try:
        return work(key)
    except Exception:
        logger.exception("%s could not be looked after, and is tried again later", key)
        return 0
