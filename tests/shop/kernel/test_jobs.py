import threading
from datetime import timedelta

import psycopg
import pytest
from celery import current_app
from django.db import connection

from apps.payments.models import PaymentAttempt
from shop.kernel import clock, jobs
from shop.kernel.errors import ClaimLost, Unreachable
from tests.factories.payments import PaymentAttemptFactory
from tests.outbox_relay.arrange import address_of_database


@pytest.fixture
def broker_is_gone() -> None:
    """The broker's address leads nowhere; the real one comes back after the test."""
    before = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    vars(jobs._local).clear()
    jobs._breaker.close()
    yield
    current_app.conf.broker_url = before
    vars(jobs._local).clear()
    jobs._breaker.close()


def lost(task: str) -> float:
    return jobs.wakes_lost.labels(task)._value.get()


def test_a_row_is_claimed_by_one_at_a_time(db):
    attempt = PaymentAttemptFactory()

    first, second = (jobs.claim(PaymentAttempt, attempt.id) for _ in range(2))

    assert first.claims == 1
    assert second is None


def test_a_claim_that_ran_out_is_claimed_again_and_the_first_one_lost_it(db):
    attempt = PaymentAttemptFactory()
    first = jobs.claim(PaymentAttempt, attempt.id)

    with clock.travelled_to(clock.now() + PaymentAttempt.claim_length):
        second = jobs.claim(PaymentAttempt, attempt.id)

    assert second.claims == 2
    with pytest.raises(ClaimLost):
        second.confirm_claim(first.claims)


@pytest.fixture
def column_of_next_release(transactional_db):
    """Adds a column to a table of jobs, from outside, as the migrations of a deploy do."""
    table = PaymentAttempt._meta.db_table
    with psycopg.connect(address_of_database(), autocommit=True) as deploy:
        yield lambda: deploy.execute(f"ALTER TABLE {table} ADD COLUMN of_next_release text")
        deploy.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS of_next_release")


def test_a_worker_claims_on_while_a_deploy_adds_a_column(column_of_next_release):
    attempts = [PaymentAttemptFactory() for _ in range(5)]
    claimed_before = [jobs.claim(PaymentAttempt, attempt.id) for attempt in attempts[:4]]

    column_of_next_release()
    claimed = jobs.claim(PaymentAttempt, attempts[4].id)

    assert all(claimed_before)
    assert claimed.claims == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_claim_a_row_once():
    attempt = PaymentAttemptFactory()
    claimed, barrier = [], threading.Barrier(8)

    def work() -> None:
        barrier.wait()
        try:
            claimed.append(jobs.claim(PaymentAttempt, attempt.id))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [job.claims for job in claimed if job] == [1]


def test_a_firm_that_cannot_be_reached_is_asked_again_later(db):
    attempt = PaymentAttemptFactory()

    def unreachable(job: PaymentAttempt) -> None:
        raise Unreachable("no answer")

    jobs.perform(PaymentAttempt, attempt.id, unreachable)

    attempt.refresh_from_db()
    assert timedelta(seconds=1) <= attempt.due_at - clock.now() + timedelta(seconds=1)
    assert attempt.due_at < clock.now() + PaymentAttempt.claim_length


@pytest.mark.django_db(transaction=True)
def test_without_the_broker_a_wake_up_is_lost_and_the_commit_is_not(broker_is_gone):
    attempt = PaymentAttemptFactory()
    before = lost("payments.collect")

    jobs.wake(PaymentAttempt, attempt.id)

    assert PaymentAttempt.objects.filter(pk=attempt.pk).exists()
    assert lost("payments.collect") == before + 1


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_finds_what_was_forgotten_and_leaves_what_is_not_due():
    forgotten = PaymentAttemptFactory(due_at=clock.now() - timedelta(minutes=1))
    PaymentAttemptFactory(due_at=clock.now() + timedelta(minutes=1))
    PaymentAttemptFactory(due_at=None, state="declined", token="")

    assert jobs._overdue(PaymentAttempt) == [forgotten.id]
    assert jobs.sweep() == 1


def test_every_table_of_jobs_is_swept():
    assert {model.__name__ for model in jobs.job_models()} >= {
        "PaymentAttempt",
        "Refund",
        "Shipment",
        "Message",
    }
