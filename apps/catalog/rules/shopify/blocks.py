"""The rows of one product, one after the other in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.catalog.rules.drafts import ProductDraft
from apps.catalog.rules.shopify.sheets import Row, Sheet
from shop.kernel.findings import Finding, error

LONGEST_RUN = 1000
"""More rows of one product are taken as the product coming back: memory stays flat."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a cell says about an attribute, by its code."""

    line: int
    column: str
    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ProductBlock:
    """What some rows in a row say about one product; empty means they say nothing about it.

    The draft may lack its title or variants, and its category is a title instead of a handle.
    `lines` are those of its variants. A block that `comes_back` adds to what the file said before.
    """

    line: int
    draft: ProductDraft
    state: str
    comes_back: bool
    lines: tuple[int, ...]
    said: tuple[Said, ...] = ()


def runs(sheet: Sheet) -> Iterator[list[Row] | Finding]:
    """The rows with the same handle that follow each other, and what is wrong in between."""
    run: list[Row] = []
    for row in sheet.rows():
        if isinstance(row, Finding):
            yield row
        elif not row["handle"].strip():
            yield error(row.line, sheet.column("handle"), "The row has no handle.")
        else:
            if run and (row["handle"] != run[0]["handle"] or len(run) == LONGEST_RUN):
                yield run
                run = []
            run.append(row)
    if run:
        yield run
