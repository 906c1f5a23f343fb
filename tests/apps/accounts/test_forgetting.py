from datetime import timedelta

import pytest
from django.db import transaction

from apps.accounts.models import LoginSession, MailedToken
from apps.accounts.tasks import forget_ended_sessions, forget_expired_tokens
from shop.kernel import clock
from tests.factories.accounts import LoginSessionFactory, MailedTokenFactory
from tests.together import at_once

LONG_AGO = timedelta(days=91)
LATELY = timedelta(days=89)


def session_that_expired(before):
    then = clock.now() - before
    return LoginSessionFactory(last_used_at=then - timedelta(days=30), expires_at=then)


def session_that_was_ended(before):
    return LoginSessionFactory(revoked_at=clock.now() - before, revoke_reason="logged_out")


def test_sessions_are_forgotten_90_days_after_their_end(db):
    session_that_expired(LONG_AGO)
    session_that_was_ended(LONG_AGO)
    kept = {session_that_expired(LATELY), session_that_was_ended(LATELY), LoginSessionFactory()}

    assert forget_ended_sessions() == 2
    assert set(LoginSession.objects.all()) == kept


def test_mailed_tokens_are_forgotten_when_they_open_nothing_any_more(db):
    MailedTokenFactory(expires_at=clock.now() - timedelta(seconds=1))
    good = MailedTokenFactory()

    assert forget_expired_tokens() == 1
    assert list(MailedToken.objects.all()) == [good]


@pytest.mark.django_db(transaction=True)
def test_two_who_tidy_up_at_once_do_not_wait_for_each_other():
    for _ in range(20):
        session_that_expired(LONG_AGO)

    forgotten = at_once([forget_ended_sessions] * 3)

    assert sum(forgotten) == 20
    assert not LoginSession.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_somebody_has_in_hand_is_left_for_the_next_time():
    mine, other = session_that_expired(LONG_AGO), session_that_expired(LONG_AGO)

    with transaction.atomic():
        LoginSession.objects.select_for_update().get(pk=mine.pk)
        (forgotten,) = at_once([forget_ended_sessions])

    assert forgotten == 1
    assert not LoginSession.objects.filter(pk=other.pk).exists()
    assert LoginSession.objects.filter(pk=mine.pk).exists()
