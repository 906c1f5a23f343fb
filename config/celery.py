"""The Celery application: carries hints to workers, never the truth."""

import os
import sys

from celery import Celery
from celery.signals import task_prerun, worker_init
from django.db import close_old_connections

from shop.kernel.metrics import serve_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tradewind")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # Left to itself, Celery connects anew for every job, which costs more than the job.
    CELERY_DB_REUSE_MAX=sys.maxsize,
    beat_schedule={
        "sweep jobs": {"task": "kernel.sweep_jobs", "schedule": 10.0},
        "forget old keys": {"task": "kernel.forget_old_keys", "schedule": 3600.0},
        "forget ended sessions": {"task": "accounts.forget_ended_sessions", "schedule": 3600.0},
        "forget expired tokens": {"task": "accounts.forget_expired_tokens", "schedule": 3600.0},
        "forget expired visits": {"task": "storefront.forget_expired_visits", "schedule": 3600.0},
        "forget left carts": {"task": "orders.forget_left_carts", "schedule": 3600.0},
        "forget left drafts": {"task": "orders.forget_left_drafts", "schedule": 3600.0},
        "ask for settlements": {"task": "payments.ask_for_settlements", "schedule": 3600.0},
        "hold books against settlements": {"task": "operations.reconcile", "schedule": 3600.0},
        "release lapsed holds": {"task": "inventory.release_lapsed_holds", "schedule": 10.0},
        "fill backorders": {"task": "inventory.fill_backorders", "schedule": 10.0},
        "renew promises": {"task": "inventory.renew_promises", "schedule": 60.0},
        "offer units left free": {"task": "inventory.offer_units_left_free", "schedule": 10.0},
    },
)
app.autodiscover_tasks()


@worker_init.connect
def tell_how_the_worker_does(**_: object) -> None:
    serve_metrics("WORKER_METRICS")


# As before every request: what the server has closed is not used again.
task_prerun.connect(close_old_connections)
