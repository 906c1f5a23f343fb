"""The kernel's own Celery task: the sweeper, started by beat every ten seconds."""

from celery import shared_task

from shop.kernel import jobs


@shared_task(name="kernel.sweep_jobs", ignore_result=True, expires=10)
def sweep_jobs() -> int:
    """Finds every job whose wake-up was lost; returns how many were woken."""
    return jobs.sweep()
