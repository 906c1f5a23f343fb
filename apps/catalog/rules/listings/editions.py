"""What rendered pages of the catalogue are made of, by name: when it changes, so must they."""

SHELVES = "catalog:shelves"
"""All that lists show."""


def product_tag(handle: str) -> str:
    """All that the product's own page shows, stock levels included."""
    return f"catalog:product:{handle}"
