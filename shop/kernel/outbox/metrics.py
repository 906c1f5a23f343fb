from prometheus_client import Histogram

emit_seconds = Histogram(
    "outbox_emit_seconds",
    "How long it took to write the events of a unit of work",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
