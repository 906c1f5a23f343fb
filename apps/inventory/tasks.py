"""Celery's way in: beat calls every ten seconds."""

from celery import shared_task

from apps.inventory import services


@shared_task(name="inventory.release_lapsed_holds", ignore_result=True, expires=10)
def release_lapsed_holds() -> int:
    """Releases holds whose time is over; returns how many."""
    return services.release_lapsed_holds()
