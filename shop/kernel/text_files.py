"""Files that people bring and take: text, packed or not, and never half of it under its name."""

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

UNREADABLE = (OSError, EOFError, zlib.error)
"""What reading such a file may raise, at the beginning or in the middle."""
_GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """The file as UTF-8, unpacked if it is packed; other bytes are surrogates.

    Raises UNREADABLE.
    """
    with path.open("rb") as file:
        is_zipped = file.peek(2).startswith(_GZIP)
        source = gzip.GzipFile(fileobj=file) if is_zipped else file
        yield io.TextIOWrapper(source, "utf-8-sig", errors="surrogateescape", newline="")


def write_whole(path: Path, write: Callable[[TextIO], None]) -> None:
    """The file, once all of it is written; until then what was there stays. Raises OSError."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        write(file)
    os.replace(unfinished, path)
