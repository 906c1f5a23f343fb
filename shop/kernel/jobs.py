"""How work that needs the outside world is woken, claimed, done and swept up.

The rows are the truth (`shop.kernel.models.Job`); Celery's broker only carries hints and may lose
every one of them.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache, partial
from typing import TypeVar
from uuid import UUID

import pybreaker
from celery import current_app
from django.apps import apps
from django.db import connection, transaction
from kombu import Producer
from prometheus_client import Counter

from shop.kernel import clock
from shop.kernel.errors import ClaimLost, Unreachable
from shop.kernel.models import Job
from shop.kernel.stories import context_of
from shop.kernel.tracing import traced

J = TypeVar("J", bound=Job)

WAKE_TIMEOUT_SECONDS = 0.2
SWEEP_AFTER = timedelta(seconds=2)
SWEEP_AT_MOST = 1000

wakes_lost = Counter("job_wakes_lost", "Wake-ups that the broker did not take", ["task"])
claims_lost = Counter("job_claims_lost", "Results dropped because of a later claim", ["task"])

# One statement, because every job of the shop begins with it. It names the columns: `*` would be
# another answer as soon as a deploy adds one, which a prepared statement refuses to give.
_CLAIM = """
UPDATE {table} SET claims = claims + 1, due_at = %s WHERE id = (
    SELECT id FROM {table} WHERE id = %s AND due_at <= %s FOR UPDATE SKIP LOCKED)
RETURNING {columns}
"""

logger = logging.getLogger(__name__)
_breaker = pybreaker.CircuitBreaker(fail_max=1, reset_timeout=2)
_local = threading.local()


def wake(model: type[Job], job_id: UUID) -> None:
    """After the commit, tells a worker that the row is due. A lost hint costs only time."""
    transaction.on_commit(partial(_send, model.task, job_id), robust=True)


def perform(model: type[J], job_id: UUID, work: Callable[[J], None]) -> None:
    """Claims the row and lets `work` call the outside world, outside of any transaction.

    Does nothing if the row is not due or is being claimed by somebody else. `work` records its
    result in a transaction of its own. An `Unreachable` firm is asked again later. Every time, all
    belongs to the story that the row tells.
    """
    job = claim(model, job_id)
    if job is not None:
        with traced(context_of(job.story), model.task, kind="CONSUMER"):
            _do(model, job, work)


def _do(model: type[J], job: J, work: Callable[[J], None]) -> None:
    try:
        work(job)
    except Unreachable as error:
        logger.warning("%s is asked again later: %s", job, error)
        _ask_again(job)
    except ClaimLost as error:
        claims_lost.labels(model.task).inc()
        logger.warning("%s", error)


def claim(model: type[J], job_id: UUID) -> J | None:
    """The row with a claim of its own, or None if it is not due or taken."""
    now = clock.now()
    claimed = model.objects.raw(_claim_of(model), [now + model.claim_length, job_id, now])
    return next(iter(claimed), None)


def sweep() -> int:
    """Wakes every row whose wake-up was lost or whose claim ran out; returns how many."""
    return sum(_send(model.task, job_id) for model in job_models() for job_id in _overdue(model))


def job_models() -> Iterator[type[Job]]:
    """Every table of jobs, of all apps."""
    return (model for model in apps.get_models() if issubclass(model, Job))


@cache
def _claim_of(model: type[Job]) -> str:
    meta, quoted = model._meta, connection.ops.quote_name  # noqa: SLF001 - Django's public API
    columns = ", ".join(quoted(f"{field.column}") for field in meta.concrete_fields)
    return _CLAIM.format(table=quoted(meta.db_table), columns=columns)


def _overdue(model: type[Job]) -> list[UUID]:
    due = model.objects.filter(due_at__lte=clock.now() - SWEEP_AFTER)
    return list(due.order_by("due_at").values_list("pk", flat=True)[:SWEEP_AT_MOST])


def _ask_again(job: Job) -> None:
    pause = min(2**job.claims, job.longest_pause) * random.uniform(0.5, 1)  # noqa: S311
    type(job).objects.filter(pk=job.pk, claims=job.claims).update(
        due_at=clock.now() + timedelta(seconds=pause)
    )


def _send(task: str, job_id: UUID) -> bool:
    try:
        _breaker.call(_send_now, task, job_id)
    except Exception as error:
        wakes_lost.labels(task).inc()
        logger.debug("wake-up of %s %s lost: %s", task, job_id, error)
        return False
    return True


def _send_now(task: str, job_id: UUID) -> None:
    try:
        current_app.send_task(task, [str(job_id)], producer=_producer(), retry=False)
    except Exception:
        vars(_local).clear()
        raise


def _producer() -> Producer:
    """This thread's own way to the broker, with short time-outs that no worker could live with."""
    if not hasattr(_local, "producer"):
        connection = current_app.connection_for_write()
        connection.transport_options = {
            **(connection.transport_options or {}),
            "socket_timeout": WAKE_TIMEOUT_SECONDS,
            "socket_connect_timeout": WAKE_TIMEOUT_SECONDS,
            "max_retries": 0,
        }
        _local.producer = current_app.amqp.Producer(connection)
    producer: Producer = _local.producer
    return producer
