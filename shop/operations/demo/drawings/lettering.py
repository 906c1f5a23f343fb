"""Words on covers, tins and packets."""

from textwrap import wrap
from xml.sax.saxutils import escape

from shop.operations.demo.drawings.motif import Lettering

_LEADING = 1.2


def lettered(label: str, lettering: Lettering | None) -> str:
    """An SVG text with `label` broken into centred lines; nothing where nothing is to be said."""
    if lettering is None or not label:
        return ""
    lines = wrap(label, lettering.columns, break_long_words=False)
    return (
        f'<text text-anchor="middle" font-family="Georgia, serif" font-size="{lettering.size}"'
        f' fill="{{{lettering.colour}}}">{_stacked(lines, lettering)}</text>'
    )


def _stacked(lines: list[str], lettering: Lettering) -> str:
    step = lettering.size * _LEADING
    top = lettering.y - step * (len(lines) - 1) / 2
    return "".join(
        f'<tspan x="{lettering.x}" y="{top + step * row:.0f}">{_literal(line)}</tspan>'
        for row, line in enumerate(lines)
    )


def _literal(text: str) -> str:
    # Braces are doubled because the colours are filled in afterwards.
    return escape(text).replace("{", "{{").replace("}", "}}")
