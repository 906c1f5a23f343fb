"""Celery's way in: beat calls every hour."""

from celery import shared_task

from apps.orders import services


@shared_task(name="orders.forget_left_carts", ignore_result=True, expires=3600)
def forget_left_carts() -> int:
    """Deletes carts that were left long ago; returns how many."""
    return services.forget_left_carts()


@shared_task(name="orders.forget_left_drafts", ignore_result=True, expires=3600)
def forget_left_drafts() -> int:
    """Deletes drafts that were left long ago; returns how many."""
    return services.forget_left_drafts()
