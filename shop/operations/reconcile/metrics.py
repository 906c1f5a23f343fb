"""How the last matching found the books, for Prometheus."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import DatabaseError
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from apps.payments.queries import breaks_by_kind, settlements_told_until
from shop.kernel import clock

REGISTRY = CollectorRegistry(auto_describe=False)
"""Read from the database: every process would tell the same."""


class BooksCollector(Collector):
    """Whoever has no database tells nothing."""

    def collect(self) -> Iterator[Metric]:
        with suppress(DatabaseError):
            yield _breaks()
            yield _ages()


def _breaks() -> Metric:
    labels = ["gateway", "kind", "standing"]
    family = GaugeMetricFamily("payments_breaks", "Differences between books", labels=labels)
    for gateway, kind, is_open, count in breaks_by_kind():
        family.add_metric([gateway, kind, "open" if is_open else "broken"], count)
    return family


def _ages() -> Metric:
    meaning = "Since when a gateway's settlements are not known"
    family = GaugeMetricFamily("payments_settlement_age_seconds", meaning, labels=["gateway"])
    for gateway, told_until in settlements_told_until().items():
        family.add_metric([gateway], (clock.now() - told_until).total_seconds())
    return family


REGISTRY.register(BooksCollector())
