"""Documents to print: what stands on the paper is given, how it looks is decided here.

Loads a big library: import it where a document is drawn, not before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape

import pymupdf_fonts  # type: ignore[import-untyped]
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

_PLAIN, _BOLD = "FiraGO", "FiraGO-Bold"
_MARGIN = 20 * mm
# What reportlab leaves free within the margins.
_PADDING = 6
_INK, _LINE = HexColor("#1d2b36"), HexColor("#b8c4cc")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A letter with a table. All columns but the first are numbers; `sums` stand below it."""

    title: str
    sender: Sequence[str]
    addressee: Sequence[str]
    facts: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    sums: Sequence[tuple[str, str]]


def pdf_of(paper: Paper) -> bytes:
    """The same paper is the same bytes at any time."""
    _load_fonts()
    file = BytesIO()
    letter = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=paper.title,
        author=paper.sender[0],
        invariant=1,
    )
    letter.build(_story(paper, letter.width))
    return file.getvalue()


@cache
def _load_fonts() -> None:
    """Letters of most of Europe, and more; the fonts that are in every PDF have few of them."""
    for name, code in ((_PLAIN, "figo"), (_BOLD, "figbo")):
        pdfmetrics.registerFont(TTFont(name, BytesIO(pymupdf_fonts.myfont(code))))


def _story(paper: Paper, width: float) -> list[Any]:
    return [
        _lines(paper.sender, _style(8)),
        Spacer(1, 12 * mm),
        _lines(paper.addressee, _style(10)),
        Spacer(1, 12 * mm),
        _text(paper.title, _style(16, font=_BOLD)),
        Spacer(1, 4 * mm),
        _facts(paper),
        Spacer(1, 8 * mm),
        _table(paper, width - 2 * _PADDING),
    ]


def _facts(paper: Paper) -> Table:
    rows = [[_text(name, _style(9)), _text(said, _style(9))] for name, said in paper.facts]
    return Table(
        rows, colWidths=[40 * mm, None], hAlign="LEFT", style=[("LEFTPADDING", (0, 0), (0, -1), 0)]
    )


def _table(paper: Paper, width: float) -> Table:
    numbers = len(paper.columns) - 1
    widths = [width - numbers * 28 * mm, *[28 * mm] * numbers]
    head = _row(paper.columns, font=_BOLD)
    rows = [_row(row) for row in paper.rows]
    empty = [""] * (numbers - 1)
    sums = [_row([name, *empty, said], font=_BOLD) for name, said in paper.sums]
    table = Table([head, *rows, *sums], colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, _INK),
                ("LINEBELOW", (0, 1), (-1, len(rows)), 0.3, _LINE),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _row(cells: Sequence[str], *, font: str = _PLAIN) -> list[Paragraph]:
    first, *numbers = cells
    right = _style(9, font=font, alignment=TA_RIGHT)
    return [_text(first, _style(9, font=font)), *(_text(number, right) for number in numbers)]


def _lines(lines: Sequence[str], style: ParagraphStyle) -> Paragraph:
    return Paragraph("<br/>".join(escape(line) for line in lines if line), style)


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text), style)


def _style(size: int, *, font: str = _PLAIN, alignment: Literal[0, 2] = TA_LEFT) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font} {size} {alignment}",
        fontName=font,
        fontSize=size,
        leading=size * 1.4,
        textColor=_INK,
        alignment=alignment,
    )
