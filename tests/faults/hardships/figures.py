"""What the times of commits and records say: how late, how much at once, how soon all was well."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.results import percentile
from tests.faults.certificate.books import Told

WINDOW_SECONDS = 10.0
MARGIN_SECONDS = 5.0
"""What was committed so shortly before all went bad may have been on its way then."""
TIMES_AS_LATE, ALWAYS_NORMAL_MS = 2.0, 500.0


@dataclass(frozen=True)
class Phases:
    """Unix times: from `begun` all is well, from `bad` to `over` it is not, at `ended` all ends."""

    begun: float
    bad: float
    over: float
    ended: float


@dataclass(frozen=True)
class Lag:
    """An event that was committed at a Unix time and in its topic so much later."""

    committed: float
    ms: float


@dataclass(frozen=True)
class Late:
    """Two percentiles of lags in milliseconds."""

    p50: float
    p99: float


@dataclass(frozen=True)
class Figures:
    """How the topics did; None where there is nothing to tell."""

    before: Late | None
    during: Late | None
    after: Late | None
    normal_again_seconds: float | None
    caught_up: int
    catch_up_rate: float | None
    limit_ms: float


def figures_of(committed: Mapping[str, float], told: Iterable[Told], phases: Phases) -> Figures:
    """All figures of a run. After means once the 99th percentile is normal again."""
    arrived = first_arrivals(told)
    lags = [
        Lag(at, max(0.0, arrived[event] - at) * 1000)
        for event, at in committed.items()
        if event in arrived
    ]
    before = _late(lags, phases.begun, phases.bad - MARGIN_SECONDS)
    limit = limit_of(before)
    normal = normal_again(lags, phases, limit)
    waited = [lag for lag in lags if _waited_for_the_end(lag, phases)]
    return Figures(
        before=before,
        during=_late(lags, phases.bad, phases.over),
        after=None if normal is None else _late(lags, phases.over + normal, phases.ended),
        normal_again_seconds=normal,
        caught_up=len(waited),
        catch_up_rate=_rate(waited),
        limit_ms=limit,
    )


def first_arrivals(told: Iterable[Told]) -> dict[str, float]:
    """When each event was there for the first time."""
    arrived: dict[str, float] = {}
    for record in told:
        arrived[record.event] = min(record.at, arrived.get(record.event, record.at))
    return arrived


def limit_of(before: Late | None) -> float:
    """The 99th percentile up to which all is well, in milliseconds."""
    return max(ALWAYS_NORMAL_MS, TIMES_AS_LATE * before.p99) if before else ALWAYS_NORMAL_MS


def normal_again(lags: Sequence[Lag], phases: Phases, limit_ms: float) -> float | None:
    """After how many seconds ten began in which the 99th percentile was within the limit."""
    for second in range(int(phases.ended - phases.over - WINDOW_SECONDS) + 1):
        begin = phases.over + second
        late = _late(lags, begin, begin + WINDOW_SECONDS)
        if late and late.p99 <= limit_ms:
            return float(second)
    return None


def _late(lags: Iterable[Lag], begin: float, end: float) -> Late | None:
    ms = [lag.ms for lag in lags if begin <= lag.committed < end]
    return Late(percentile(ms, 0.50), percentile(ms, 0.99)) if ms else None


def _waited_for_the_end(lag: Lag, phases: Phases) -> bool:
    return phases.bad <= lag.committed < phases.over < lag.committed + lag.ms / 1000


def _rate(waited: Sequence[Lag]) -> float | None:
    """From the first of them to the last."""
    arrivals = sorted(lag.committed + lag.ms / 1000 for lag in waited)
    if len(arrivals) < 2 or arrivals[0] == arrivals[-1]:
        return None
    return len(arrivals) / (arrivals[-1] - arrivals[0])
