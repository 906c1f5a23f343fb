"""Celery's way in: beat calls every hour."""

from celery import shared_task
from django.contrib.sessions.models import Session

from shop.kernel import clock
from shop.kernel.bites import delete_in_bites


@shared_task(name="storefront.forget_expired_visits", ignore_result=True, expires=3600)
def forget_expired_visits() -> int:
    """Deletes what was remembered for browsers that did not come back; returns how many."""
    return delete_in_bites(Session.objects.filter(expire_date__lt=clock.now()))
