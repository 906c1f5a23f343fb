"""What other sessions of the database do meanwhile, and what is done later than now."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import connection

from apps.inventory.models import Reservation, ReservationState
from shop.kernel import clock

T = TypeVar("T")


def later(action: Callable[[], T]) -> Callable[[], T]:
    """The action, done eleven minutes from now."""

    def run() -> T:
        with clock.travelled_to(clock.now() + timedelta(minutes=11)):
            return action()

    return run


def orders_in(state: ReservationState) -> int:
    return Reservation.objects.filter(state=state).count()


def deadlocks() -> int:
    """Deadlocks in this database so far; those of other sessions are counted when they end."""
    until("SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database()")
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def wait_until_somebody_waits() -> None:
    until(
        "SELECT count(*) > 0 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )


def until(question: str) -> None:
    """Asks the database until it says yes."""
    with connection.cursor() as cursor:
        while not cursor.execute(question).fetchone()[0]:
            cursor.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
