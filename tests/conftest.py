"""What every test may use; docs/how-to/add-an-event.md explains `published` and `deliver`."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from celery import current_app
from django.db import connection
from hypothesis import HealthCheck, settings

from outbox_relay.dispatch import dispatch
from outbox_relay.stored import COLUMNS, StoredEvent
from shop.events.base import Event
from shop.kernel import clock
from shop.kernel.bus import consumers
from shop.kernel.customer_keys import forget_remembered_keys
from shop.kernel.jobs import job_models
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.codec import decode
from shop.kernel.outbox.unit_of_work import open_unit_of_work
from shop.kernel.outside import forget_breakers
from tests.engines import leave_engines

pytest_plugins = [
    "tests.left_out",
    "tests.lock_order",
    "tests.emptying",
    "tests.real_data",
    "tests.waiting_first",
]

E = TypeVar("E", bound=Event)

# How quick a machine is makes no rule of the shop true or false.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_unconfigure() -> None:
    leave_engines()


@pytest.fixture(autouse=True)
def _forgetful_keys() -> Iterator[None]:
    yield
    forget_remembered_keys()


@pytest.fixture(autouse=True)
def _trusted_firms() -> Iterator[None]:
    yield
    forget_breakers()


@pytest.fixture
def published(db: None) -> Callable[[type[E]], list[E]]:
    """`published(OrderPlaced)`: the events of that type in the outbox, in order."""

    def of_type(event_type: type[E]) -> list[E]:
        rows = OutboxEvent.objects.filter(type=event_type.type_name()).order_by("id")
        return [decode(payload, event_type) for payload in rows.values_list("payload", flat=True)]

    return of_type


@pytest.fixture
def deliver(db: None) -> Callable[..., None]:
    """`deliver()`: runs `@after` handlers in id order, inside the test's transaction.

    `deliver("shipping")` runs those of one consumer only.
    """
    passed: dict[str, int] = {}

    def run(*names: str) -> None:
        while sum(_pass_on(name, passed) for name in names or consumers()):
            pass

    return run


def _pass_on(consumer: str, passed: dict[str, int]) -> int:
    events = _events_after(passed.get(consumer, 0))
    for event in events:
        with open_unit_of_work():
            dispatch(consumer, event)
        passed[consumer] = event.id
    return len(events)


def _events_after(last_id: int) -> list[StoredEvent]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM outbox_event WHERE id > %s ORDER BY id",  # noqa: S608
            [last_id],
        )
        return [StoredEvent(*row) for row in cursor.fetchall()]


@pytest.fixture(scope="session")
def _known_tasks() -> None:
    """Tasks of apps whose modules no other test has imported yet are known, as in a worker."""
    current_app.loader.import_default_modules()


@pytest.fixture
def do_jobs(db: None, _known_tasks: None) -> Callable[[], int]:
    """`do_jobs()`: works on every job that is due now, once; returns how many there were."""

    def run() -> int:
        due = [(m, pk) for m in job_models() for pk in _due(m)]
        for model, pk in due:
            current_app.tasks[model.task](str(pk))
        return len(due)

    return run


def _due(model: type) -> list[object]:
    return list(model.objects.filter(due_at__lte=clock.now()).values_list("pk", flat=True))
