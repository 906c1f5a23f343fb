"""Celery's way in: beat calls every ten seconds."""

from celery import shared_task

from apps.inventory import services


@shared_task(name="inventory.release_lapsed_holds", ignore_result=True, expires=10)
def release_lapsed_holds() -> int:
    """Releases holds whose time is over; returns how many."""
    return services.release_lapsed_holds()


@shared_task(name="inventory.fill_backorders", ignore_result=True, expires=10)
def fill_backorders() -> int:
    """Gives away what was left free while somebody waits; returns how many units."""
    return services.fill_backorders()
