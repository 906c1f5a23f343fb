"""What a category is called in addresses, when nobody has said."""

import re

LONGEST = 100


def category_handle(title: str) -> str:
    """`Furniture > Sofas` becomes `furniture-sofas`; letters of all scripts stay."""
    words = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
    return words[:LONGEST].strip("-") or "category"
