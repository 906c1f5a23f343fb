"""Writes all stock as a file: the same stock gives the same bytes."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TextIO

from apps.catalog.queries import NamedGoods, goods_named
from apps.inventory.queries import RecordedStock, all_recorded_stock
from shop.operations.stock_files.columns import HEADER, OPTIONS

ROWS_AT_ONCE = 500


def write_stock_file(file: TextIO) -> None:
    """Every place that has ever had stock, by SKU and warehouse."""
    # The csv module quotes a lone CR or LF only if it is a part of the line end.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(all_recorded_stock()))


def _rows(places: Iterator[RecordedStock]) -> Iterator[list[str]]:
    while chunk := list(islice(places, ROWS_AT_ONCE)):
        goods = goods_named({place.sku for place in chunk})
        yield from (_row(place, goods.get(place.sku)) for place in chunk)


def _row(place: RecordedStock, named: NamedGoods | None) -> list[str]:
    units = place.incoming, place.unavailable, place.reserved, place.free, place.on_hand
    return [
        *([named.handle, named.title] if named else ["", ""]),
        *_options(named.options if named else ()),
        *(_sku(place, named), "", "", place.warehouse, ""),
        *map(str, units),
        "",
    ]


def _options(options: Sequence[tuple[str, str]]) -> Iterable[str]:
    cells = [part for option in options[:OPTIONS] for part in option]
    return [*cells, *[""] * (2 * OPTIONS - len(cells))]


def _sku(place: RecordedStock, named: NamedGoods | None) -> str:
    """What the merchant calls it; what has no name of his keeps the one that stock has."""
    return named.sku if named and named.sku else place.sku
