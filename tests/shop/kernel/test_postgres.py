"""What a request finds out about the connection that an earlier one left."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def onlooker() -> Iterator[psycopg.Connection]:
    """Another session that sees what the tested one does."""
    connection.ensure_connection()
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=info.password, autocommit=True) as session:
        yield session


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_living_connection_is_not_asked(onlooker):
    pid = backend()

    assert connection.is_usable()

    last = "SELECT query FROM pg_stat_activity WHERE pid = %s"
    assert onlooker.execute(last, [pid]).fetchone() == ("SELECT pg_backend_pid()",)


def test_a_killed_backend_is_noticed_before_it_is_used(onlooker):
    onlooker.execute("SELECT pg_terminate_backend(%s, 10000)", [backend()])

    usable = connection.is_usable()
    connection.close()

    assert not usable


def test_a_request_after_a_killed_backend_gets_a_new_connection(onlooker):
    pid = backend()
    onlooker.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    # What Django does when a request begins.
    connection.health_check_enabled, connection.health_check_done = True, False

    assert backend() != pid


def test_a_notice_of_the_server_is_no_farewell(onlooker):
    with connection.cursor() as cursor:
        cursor.execute("LISTEN news")
        onlooker.execute("NOTIFY news")

        usable = connection.is_usable()
        cursor.execute("UNLISTEN news")

    assert usable


def test_a_broken_transaction_is_not_usable():
    connection.set_autocommit(False)
    with pytest.raises(Exception, match="division by zero"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")

    usable = connection.is_usable()
    connection.rollback()
    connection.set_autocommit(True)

    assert not usable
