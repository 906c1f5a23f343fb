from collections.abc import Sequence


def aligned(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table for a terminal: numbers to the right, words to the left."""
    lines = [head, *rows]
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(head))]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[object], widths: Sequence[int]) -> str:
    pairs = zip(cells, widths, strict=True)
    return "  ".join(_cell(cell, width) for cell, width in pairs).rstrip()


def _cell(cell: object, width: int) -> str:
    return str(cell).rjust(width) if isinstance(cell, int | float) else str(cell).ljust(width)
