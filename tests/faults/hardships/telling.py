"""A table for people and a line of JSON for programs."""

import json
from collections.abc import Iterator

from tests.faults.hardships.figures import Late
from tests.faults.hardships.hardship import Hardship
from tests.faults.hardships.play import Outcome
from tests.faults.hardships.sizes import CALM_SECONDS, CONTROL, RATE


def lines_of(hardship: Hardship, outcome: Outcome) -> Iterator[str]:
    """The last one is JSON."""
    yield f"{hardship.name}: RATE={RATE} CALM_SECONDS={CALM_SECONDS:g} CONTROL={CONTROL}"
    yield from outcome.findings.accused
    yield from outcome.broken
    yield from (f"| {name} | {value} |" for name, value in _rows(outcome).items())
    yield json.dumps(_verdict(hardship, outcome))


def _rows(outcome: Outcome) -> dict[str, object]:
    findings, figures = outcome.findings, outcome.figures
    return {
        "events committed": findings.committed,
        "lost": findings.lost,
        "doubled effects": findings.doubled,
        "out of order": findings.disordered,
        "gaps": findings.gaps,
        "of rolled back transactions": findings.ghosts,
        "ticks that hide an event": findings.blind,
        "records sent again, in order": findings.repeated,
        "biggest relay before, during, after, MB": ", ".join(
            f"{mb:.0f}" for mb in outcome.megabytes
        ),
        "from commit to topic before, p50 and p99 ms": _said(figures.before),
        "during": _said(figures.during),
        "after": _said(figures.after),
        "events that waited for the end": figures.caught_up,
        "caught up at, events/s": _rounded(figures.catch_up_rate),
        "p99 normal again after, s": figures.normal_again_seconds,
        **outcome.facts,
    }


def _verdict(hardship: Hardship, outcome: Outcome) -> dict[str, object]:
    findings, figures = outcome.findings, outcome.figures
    return {
        "hardship": hardship.name,
        "good": outcome.is_good,
        "committed": findings.committed,
        "lost": findings.lost + findings.ghosts,
        "doubled": findings.doubled,
        "disordered": findings.disordered,
        "gaps": findings.gaps,
        "repeated": findings.repeated,
        "relay_mb": [round(mb) for mb in outcome.megabytes],
        "p50_p99_ms": [_pair(late) for late in (figures.before, figures.during, figures.after)],
        "caught_up": figures.caught_up,
        "catch_up_rate": _rounded(figures.catch_up_rate),
        "normal_again_s": figures.normal_again_seconds,
        "broken": outcome.broken,
        **outcome.facts,
    }


def _said(late: Late | None) -> str:
    return f"{late.p50:.0f}, {late.p99:.0f}" if late else "nothing committed"


def _pair(late: Late | None) -> list[float] | None:
    return [round(late.p50, 1), round(late.p99, 1)] if late else None


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
