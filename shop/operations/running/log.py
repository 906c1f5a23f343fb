import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import cycle
from threading import Lock
from typing import TextIO

COLOURS = (36, 32, 33, 35, 34, 96, 92)
OWN_NAME = "tradewind"


class Log:
    """One readable stream for many speakers: every line begins with who says it."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._alone = Lock()
        self._free_colours = cycle(COLOURS)
        self._colours: dict[str, int] = {}

    def say(self, sentence: str) -> None:
        """Write what the runner itself has to tell; a text of several lines stays together."""
        self._write(OWN_NAME, sentence.splitlines())

    def repeat(self, name: str, line: str) -> None:
        """Write one line that a process wrote."""
        self._write(name, [line.rstrip()])

    def _write(self, name: str, lines: Sequence[str]) -> None:
        with self._alone:
            prefix = self._prefix(name)
            # Whoever read along may have gone; the shop stays open.
            with suppress(OSError, ValueError):
                self._out.write("".join(f"{prefix} {line}\n" for line in lines))
                self._out.flush()

    def _prefix(self, name: str) -> str:
        prefix = f"{name:<{len(OWN_NAME)}} |"
        if name == OWN_NAME or not self._in_colour():
            return prefix
        colour = self._colours.setdefault(name, next(self._free_colours))
        return f"\033[{colour}m{prefix}\033[0m"

    def _in_colour(self) -> bool:
        return self._out.isatty() and "NO_COLOR" not in os.environ
