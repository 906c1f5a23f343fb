"""What is wrong with a file, place by place."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "note"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something in the file that is not as it should be.

    An "error" leaves its row (or all rows that belong to it) out, a "note" only the one cell, or
    says how the cell was understood. `line` counts physical lines from 1, the header's.
    """

    line: int
    column: str
    reason: str
    severity: Severity

    def __str__(self) -> str:
        place = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{self.severity}: {place}: {self.reason}"


def error(line: int, column: str, reason: str) -> Finding:
    return Finding(line=line, column=column, reason=reason, severity="error")


def note(line: int, column: str, reason: str) -> Finding:
    return Finding(line=line, column=column, reason=reason, severity="note")
