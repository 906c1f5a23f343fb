"""Facets out of counted marks. A mark is a facet's name and a value, "brand:Leaf & Co"."""

from collections.abc import Iterable, Mapping, Sequence

from apps.catalog.rules.listings.finding import Facet, FacetValue

_FIRST = {"brand": "Brand", "type": "Type"}


def facets_of(
    counted: Iterable[tuple[str, int]],
    *,
    labels: Mapping[str, str],
    chosen: Mapping[str, Sequence[str]],
) -> tuple[Facet, ...]:
    """The facets: brand and type, attributes in the order of `labels`, then options by name.

    Values stand by how many products have them. What is chosen is there even if nothing has it;
    a facet with a single value helps nobody choose and is left out.
    """
    values = _by_facet([*counted, *((mark, 0) for marks in chosen.values() for mark in marks)])
    names = [*_FIRST, *labels, *sorted(values.keys() - _FIRST.keys() - labels.keys())]
    facets = (
        Facet(
            name=name,
            label=_FIRST.get(name) or labels.get(name) or name.replace("-", " ").capitalize(),
            values=_values(values[name], chosen=chosen.get(name, ())),
        )
        for name in names
        if name in values
    )
    return tuple(facet for facet in facets if len(facet.values) > 1 or facet.name in chosen)


def _by_facet(counted: Iterable[tuple[str, int]]) -> dict[str, dict[str, int]]:
    values: dict[str, dict[str, int]] = {}
    for mark, count in counted:
        values.setdefault(mark.partition(":")[0], {}).setdefault(mark, count)
    return values


def _values(counts: Mapping[str, int], *, chosen: Sequence[str]) -> tuple[FacetValue, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(_value(mark, count, is_chosen=mark in chosen) for mark, count in ordered)


def _value(mark: str, count: int, *, is_chosen: bool) -> FacetValue:
    value = mark.partition(":")[2]
    return FacetValue(value=value, label=value, count=count, is_chosen=is_chosen)
