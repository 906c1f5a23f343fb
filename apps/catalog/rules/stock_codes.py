"""The name by which carts, orders and warehouses know a variant, for ever."""

import hashlib
import re

LONGEST = 80


def stock_code(*, sku: str, handle: str, option_values: tuple[str, ...]) -> str:
    """The merchant's SKU; where he gave none, a readable code that follows from the rest.

    At most 80 characters; different handles or options give different codes.
    """
    if sku:
        return sku
    parts = (handle, *option_values)
    fingerprint = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
    words = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")
    return f"{words[: LONGEST - 13].strip('-')}-{fingerprint}".lstrip("-")
