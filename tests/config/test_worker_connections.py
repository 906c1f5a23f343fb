"""A worker's jobs use one connection, as the requests of a web server do."""

import psycopg
import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_prerun
from django.db import connection

from config.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_the_next_job_uses_the_connection_of_the_last():
    pid = backend()

    # What Celery does before and after every job.
    DjangoWorkerFixup(app).close_database()
    task_prerun.send(sender=None)

    assert backend() == pid


def test_a_job_after_a_killed_backend_gets_a_new_connection():
    pid = backend()
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=info.password, autocommit=True) as killer:
        killer.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])

    task_prerun.send(sender=None)

    assert backend() != pid
