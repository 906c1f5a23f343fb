"""How the outbox stands, for Prometheus: read from the database whenever somebody looks."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from django.db import DatabaseError
from django.db.models import Count
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shop.kernel import clock
from shop.kernel.models import OutboxParkedKey
from shop.kernel.outbox.standing import Standing, standings

REGISTRY = CollectorRegistry(auto_describe=False)
"""Apart from what a process counts itself: every process would tell the same."""


class OutboxCollector(Collector):
    """Whoever has no database tells nothing of the outbox."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with suppress(DatabaseError):
            known = standings()
            yield _of_shards("events_behind", "Events that wait", known, _events_behind)
            yield _of_shards("seconds_behind", "For how long the oldest waits", known, _behind)
            yield _of_shards("failing_seconds", "How long its sink took nothing", known, _failing)
            yield _of_shards("failures", "Tries since it took something", known, _failures)
            yield _parked()


def _of_shards(
    name: str, help_text: str, known: list[Standing], value: Callable[[Standing], float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"outbox_{name}", help_text, labels=["consumer", "shard"])
    for standing in known:
        family.add_metric([standing.consumer, f"{standing.shard}"], value(standing))
    return family


def _parked() -> GaugeMetricFamily:
    family = GaugeMetricFamily("outbox_parked_keys", "Parked", labels=["consumer", "state"])
    rows = OutboxParkedKey.objects.values_list("consumer", "state")
    for consumer, state, keys in rows.annotate(keys=Count("pk")):
        family.add_metric([consumer, state], keys)
    return family


def _events_behind(standing: Standing) -> float:
    return standing.events_behind


def _behind(standing: Standing) -> float:
    return standing.behind.total_seconds()


def _failures(standing: Standing) -> float:
    return standing.failures


def _failing(standing: Standing) -> float:
    since = standing.failing_since
    return (clock.now() - since).total_seconds() if since else 0.0


REGISTRY.register(OutboxCollector())
