"""The kernel's own Celery tasks, started by beat."""

from contextlib import suppress

from celery import shared_task
from django.core.cache import cache
from redis import RedisError

from shop.kernel import clock, idempotency, jobs

SWEPT = "kernel.swept"
"""The cache holds it while beat and a worker sweep."""
_SWEPT_SECONDS = 40


@shared_task(name="kernel.sweep_jobs", ignore_result=True, expires=10)
def sweep_jobs() -> int:
    """Finds every job whose wake-up was lost; returns how many were woken."""
    with suppress(RedisError):
        cache.set(SWEPT, clock.now().isoformat(), _SWEPT_SECONDS)
    return jobs.sweep()


@shared_task(name="kernel.forget_old_keys", ignore_result=True, expires=3600)
def forget_old_keys() -> int:
    """Deletes idempotency keys that are a day old; returns how many."""
    return idempotency.forget_old_keys()
