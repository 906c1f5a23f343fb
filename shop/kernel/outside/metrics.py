"""What can be seen of outside firms. Only workers call them, so only their metrics tell of it."""

from prometheus_client import Counter, Enum, Histogram
from pybreaker import STATE_CLOSED, STATE_HALF_OPEN, STATE_OPEN

call_seconds = Histogram(
    "outside_call_seconds",
    "How long calls of outside firms took; outcome is answered, refused or unreachable",
    ["firm", "outcome"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
calls_withheld = Counter(
    "outside_calls_withheld", "Calls that were not made because the breaker was open", ["firm"]
)
breaker_state = Enum(
    "outside_breaker_state",
    "Whether the firm is asked (closed), left alone (open) or tried once (half-open)",
    ["firm"],
    states=[STATE_CLOSED, STATE_OPEN, STATE_HALF_OPEN],
)
