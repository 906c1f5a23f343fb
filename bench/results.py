"""What a bench found out: one JSON object a case, and a row of the README's table."""

from collections.abc import Iterable, Sequence
from statistics import median

import msgspec

COLUMNS = (
    *("bench", "case", "value", "per 2 CPU-s", "CPU ms", "p50 ms", "p99 ms"),
    *("statements", "errors", "load"),
)


class Cpu(msgspec.Struct, kw_only=True):
    """CPU milliseconds per operation; 0 for a process that did not run."""

    web: float = 0.0
    db: float = 0.0
    worker: float = 0.0
    relay: float = 0.0
    kafka: float = 0.0

    @property
    def total(self) -> float:
        return self.web + self.db + self.worker + self.relay + self.kafka


class Figures(msgspec.Struct, kw_only=True):
    """One case; `value` is in `unit`, `per_2cpu_s` operations that two CPU-seconds would do."""

    bench: str
    case: str
    value: float
    unit: str
    per_2cpu_s: float
    cpu_ms: Cpu
    p50_ms: float
    p99_ms: float
    statements: float
    errors: int
    load: float

    @property
    def said(self) -> str:
        """The value as people read it."""
        return f"{self.value:g} {self.unit}"


class Grown(Figures, kw_only=True):
    """A case whose value also moves while the same work goes on."""

    slope_mb_min: float

    @property
    def said(self) -> str:
        return f"{self.value:.0f} {self.unit}, {self.slope_mb_min:+.2f} MB/min"


def median_of(runs: Sequence[Figures]) -> Figures:
    """Each figure's median over the runs; errors are added up, because none may hide."""
    return Figures(
        bench=runs[0].bench,
        case=runs[0].case,
        value=_middle(run.value for run in runs),
        unit=runs[0].unit,
        per_2cpu_s=_middle(run.per_2cpu_s for run in runs),
        cpu_ms=Cpu(
            web=_middle(run.cpu_ms.web for run in runs),
            db=_middle(run.cpu_ms.db for run in runs),
            worker=_middle(run.cpu_ms.worker for run in runs),
            relay=_middle(run.cpu_ms.relay for run in runs),
            kafka=_middle(run.cpu_ms.kafka for run in runs),
        ),
        p50_ms=_middle(run.p50_ms for run in runs),
        p99_ms=_middle(run.p99_ms for run in runs),
        statements=_middle(run.statements for run in runs),
        errors=sum(run.errors for run in runs),
        load=_middle(run.load for run in runs),
    )


def as_json(figures: Figures) -> str:
    return msgspec.json.encode(figures).decode()


def as_table(rows: Iterable[Figures]) -> str:
    """A Markdown table with one row a case."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(_row(figures) for figures in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _row(figures: Figures) -> tuple[str, ...]:
    cpu = " + ".join(
        f"{name} {getattr(figures.cpu_ms, name):g}"
        for name in Cpu.__struct_fields__
        if getattr(figures.cpu_ms, name)
    )
    return (
        figures.bench,
        figures.case,
        figures.said,
        f"{figures.per_2cpu_s:g}",
        cpu,
        f"{figures.p50_ms:g}",
        f"{figures.p99_ms:g}",
        f"{figures.statements:g}",
        str(figures.errors),
        f"{figures.load:g}",
    )


def _middle(values: Iterable[float]) -> float:
    return round(median(values), 3)
