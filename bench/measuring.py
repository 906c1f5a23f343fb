"""A stretch of work, watched: CPU by process, statements, load."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.database import counted_statements
from bench.processors import cpu_ms
from bench.results import Cpu

RUNS = 3
WARM_UP = 200


@dataclass(kw_only=True)
class Watched:
    """What the watched processes used, filled in when the stretch is over."""

    cpu_ms: dict[str, float] = field(default_factory=dict)
    statements: int | None = None
    load: float = 0.0

    def cpu_of_each(self, operations: int) -> Cpu:
        return Cpu(**{name: used / operations for name, used in self.cpu_ms.items()})

    def statements_of_each(self, operations: int) -> float:
        return self.statements / operations if self.statements is not None else 0.0


@contextmanager
def watching(trees: Mapping[str, int], *, here: str = "") -> Iterator[Watched]:
    """Watches process trees by their root, named as in `Cpu`; `here` is what this process is."""
    watched = Watched()
    statements = counted_statements()
    before = {name: cpu_ms(pid) for name, pid in trees.items()}
    own = time.process_time()
    yield watched
    watched.cpu_ms = {name: cpu_ms(pid) - before[name] for name, pid in trees.items()}
    if here:
        watched.cpu_ms[here] = (time.process_time() - own) * 1000
    watched.load = os.getloadavg()[0]
    after = counted_statements()
    if statements is not None and after is not None:
        # The second count is a statement of its own; the first saw only itself begin.
        watched.statements = after.since(statements) - 1


def per_two_cpu_seconds(cpu: Cpu) -> float:
    """How many operations two cores would do in a second if nothing else ran."""
    return 2000 / cpu.total if cpu.total else 0.0
