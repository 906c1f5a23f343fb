"""Celery's way in: beat calls every ten seconds, or every minute."""

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


@shared_task(name="inventory.renew_promises", ignore_result=True, expires=60)
def renew_promises() -> int:
    """Tells those who wait of another day; returns how many."""
    return services.renew_all_promises()


@shared_task(name="inventory.offer_units_left_free", ignore_result=True, expires=10)
def offer_units_left_free() -> int:
    """Offers what was left free while somebody stands in line; returns how many units."""
    return services.offer_units_left_free()
