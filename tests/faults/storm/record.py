"""What the buyers were told: nothing but what a shop may say counts as an answer."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

Expected = frozenset[tuple[int, str]]

_YES = {(200, ""), (201, ""), (202, ""), (204, "")}
_TOO_LATE = {(409, "conflict"), (409, "illegal_move")}
EXPECTED: dict[str, Expected] = {
    "open a cart": frozenset({(201, "")}),
    "put into cart": frozenset(_YES),
    "take out of cart": frozenset(_YES),
    "order": frozenset({(201, ""), (409, "insufficient_stock")}),
    "check out": frozenset({(201, ""), (409, "insufficient_stock")}),
    "pay": frozenset(_YES | _TOO_LATE),
    "be declined": frozenset(_YES | _TOO_LATE),
    "cancel": frozenset(_YES | _TOO_LATE),
    "look": frozenset({(200, "")}),
}
"""What may be answered to each step: yes, sold out, or that it is too late for that."""


@dataclass
class Record:
    """Filled by all buyers at once."""

    answers: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    moods: Counter[str] = field(default_factory=Counter)
    accepted: set[str] = field(default_factory=set)
    rejected: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, step: str, answer: httpx.Response) -> bool:
        """Whether the answer is a yes; one that no buyer may ever see is a fault."""
        said = answer.status_code, "" if answer.is_success else _code_in(answer)
        with self._lock:
            self.answers[(step, *said)] += 1
            if said not in EXPECTED[step]:
                self.faults.append(f"{step}: {answer.status_code} {answer.text[:500]}")
        return answer.is_success

    def note_order(self, shape: str, mood: str, *, order_id: str | None, ms: float) -> None:
        """Somebody got an order, or was told that too little is there."""
        with self._lock:
            self.shapes[shape] += 1
            self.latencies_ms.append(ms)
            if order_id is None:
                self.rejected += 1
            else:
                self.moods[mood] += 1
                self.accepted.add(order_id)

    def note_fault(self, sentence: str) -> None:
        with self._lock:
            self.faults.append(sentence)


def _code_in(answer: httpx.Response) -> str:
    try:
        problem: dict[str, Any] = answer.json()
    except ValueError:
        return "no problem document"
    return str(problem.get("code", ""))
