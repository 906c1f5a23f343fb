"""The options of a product: up to three names, and a value of each for every variant."""

from collections.abc import Sequence

from apps.catalog.rules.drafts import VariantDraft
from apps.catalog.rules.shopify.sheets import Row

NO_OPTION = ("Title",)
NO_VALUE = ("Default Title",)
"""What Shopify writes for a product that comes in one form only."""

_PLACES = (1, 2, 3)


def read_names(rows: Sequence[Row], variants: Sequence[VariantDraft]) -> tuple[str, ...]:
    """The option names that the rows give; a value without a name gets one, "Option 2"."""
    names = [_first(rows, f"option{place}_name") for place in _PLACES]
    used = [len(variant.option_values) for variant in variants]
    used += [place for place, name in zip(_PLACES, names, strict=True) if name]
    if _is_plain(names, variants):
        return ()
    return tuple(
        name or f"Option {place}"
        for place, name in zip(_PLACES[: max(used, default=0)], names, strict=False)
    )


def read_values(row: Row) -> tuple[str, ...]:
    """The option values up to the last one that is given."""
    values = [" ".join(row[f"option{place}_value"].split()) for place in _PLACES]
    while values and not values[-1]:
        values.pop()
    return tuple(values)


def fitted(values: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The values for so many options: filled up with empty ones, and none for a plain product."""
    if not count and values == NO_VALUE:
        return ()
    return values + ("",) * (count - len(values))


def _is_plain(names: list[str], variants: Sequence[VariantDraft]) -> bool:
    return [name.lower() for name in names] == ["title", "", ""] and all(
        variant.option_values in {(), NO_VALUE} for variant in variants
    )


def _first(rows: Sequence[Row], meaning: str) -> str:
    return next((name for row in rows if (name := row[meaning].strip())), "")
