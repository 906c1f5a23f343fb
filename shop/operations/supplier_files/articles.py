"""What the rows of a supplier's file say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apps.suppliers.rules import Article, InStock, Terms
from shop.kernel.findings import Finding, error
from shop.kernel.tables import Table
from shop.operations.supplier_files.cells import Row, Unreadable, amount, units, word
from shop.operations.supplier_files.formats import Format, format_of

_STOCK = re.compile(r"(?P<units>-?[0-9]{1,10})(?P<or_more>\+?)")


@dataclass(frozen=True, kw_only=True)
class ReadArticle:
    """An article, and the line that says so."""

    line: int
    article: Article


def read_articles(lines: Iterable[str]) -> Iterator[ReadArticle | Finding]:
    """What each row says, or what is wrong with it. Raises InvalidInput for an unknown format."""
    table = Table(lines)
    layout = format_of(table.header)
    wanted = {name: table.header.index(name) for name in layout.columns()}
    for found in table.rows():
        if isinstance(found, Finding):
            yield found
            continue
        line, cells = found
        row = {name: cells[at].strip() for name, at in wanted.items()}
        if not _is_left_out(layout, row):
            yield _read(line, layout, row)


def _is_left_out(layout: Format, row: Row) -> bool:
    return any(row[column] in values for column, values in layout.leave_out.items())


def _read(line: int, layout: Format, row: Row) -> ReadArticle | Finding:
    try:
        return ReadArticle(line=line, article=_article(layout, row))
    except Unreadable as nonsense:
        return error(line, nonsense.column, nonsense.reason)


def _article(layout: Format, row: Row) -> Article:
    return Article(
        code=word(row, layout.code),
        sku=word(row, layout.sku),
        title=row[layout.title],
        cost=amount(row, layout.cost),
        in_stock=_in_stock(layout, row),
        terms=Terms(**{name: units(row, column) for name, column in layout.terms().items()}),
    )


def _in_stock(layout: Format, row: Row) -> InStock | None:
    text = row[layout.stock]
    said = layout.words.get(text, text)
    if not said:
        return None
    read = _STOCK.fullmatch(said)
    if read is None:
        raise Unreadable(layout.stock, f"{text[:40]!r} is no number of units, like 12 or 5+.")
    return InStock(units=int(read["units"]), or_more=bool(read["or_more"]))
