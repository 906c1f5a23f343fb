"""The kernel's own Celery tasks, started by beat."""

from celery import shared_task

from shop.kernel import idempotency, jobs


@shared_task(name="kernel.sweep_jobs", ignore_result=True, expires=10)
def sweep_jobs() -> int:
    """Finds every job whose wake-up was lost; returns how many were woken."""
    return jobs.sweep()


@shared_task(name="kernel.forget_old_keys", ignore_result=True, expires=3600)
def forget_old_keys() -> int:
    """Deletes idempotency keys that are a day old; returns how many."""
    return idempotency.forget_old_keys()
