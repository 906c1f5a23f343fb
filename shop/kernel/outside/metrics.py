"""What can be seen of outside firms. Only workers call them, so only they tell of calls."""

from collections.abc import Iterable

from prometheus_client import REGISTRY, Counter, Histogram, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from pybreaker import STATE_CLOSED, STATE_HALF_OPEN, STATE_OPEN

from shop.kernel.outside.standings import Manner, standings

_STATES = (STATE_CLOSED, STATE_HALF_OPEN, STATE_OPEN)
_STATE_OF = {
    Manner.ASKED: STATE_CLOSED,
    Manner.TRIED: STATE_HALF_OPEN,
    Manner.LEFT_ALONE: STATE_OPEN,
    Manner.TRIED_NEXT: STATE_OPEN,
}

call_seconds = Histogram(
    "outside_call_seconds",
    "How long calls of outside firms took; outcome is answered, refused or unreachable",
    ["firm", "outcome"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
calls_withheld = Counter(
    "outside_calls_withheld", "Calls that were not made because the breaker was open", ["firm"]
)


class BreakerStates(Collector):
    """Asks Redis at every look, so that a process that asks a firm no more knows that it is back.

    What this process has seen itself is told of firms that Redis knows nothing of.
    """

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}

    def note(self, firm: str, state: str) -> None:
        """So the breaker of this process is now."""
        self._seen[firm] = state

    def describe(self) -> Iterable[Metric]:
        yield _family()

    def collect(self) -> Iterable[Metric]:
        family = _family()
        for firm, state in {**self._seen, **_known()}.items():
            for one in _STATES:
                family.add_metric([firm, one], float(one == state))
        yield family


def _known() -> dict[str, str]:
    """The worst of several addresses of a firm."""
    worst: dict[str, str] = {}
    for it in standings() or ():
        state = _STATE_OF[it.manner]
        worst[it.firm] = max(state, worst.get(it.firm, state), key=_STATES.index)
    return worst


def _family() -> GaugeMetricFamily:
    name = "outside_breaker_state"
    meaning = "Whether the firm is asked (closed), tried once (half-open) or left alone (open)"
    return GaugeMetricFamily(name, meaning, labels=["firm", name])


breaker_states = BreakerStates()
REGISTRY.register(breaker_states)
