import threading
import time
from datetime import timedelta

import jwt
import pytest
from django.db import connection, transaction

from apps.accounts.models import LoginSession
from apps.accounts.rules.refusals import RefreshRefused, RefreshSuperseded
from apps.accounts.services import open_session, refresh_session
from shop.kernel import clock
from tests.factories.accounts import UserFactory


def claims_of(token, settings):
    # Times are judged by the shop's own clock, which tests may turn.
    return jwt.decode(
        token,
        settings.JWT_SECRET,
        algorithms=["HS256"],
        options={"verify_iat": False, "verify_exp": False},
    )


def later(**length):
    return clock.travelled_to(clock.now() + timedelta(**length))


def until_waiting_for_a_lock(backends):
    deadline = time.monotonic() + 120
    while _waiting_for_a_lock() < backends:
        assert time.monotonic() < deadline, f"{backends} backends never waited at once."
        time.sleep(0.01)


def _waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def tokens(user):
    return open_session(customer_id=user.customer_id)


def test_a_refresh_exchanges_the_token_and_prolongs_the_session(tokens, settings):
    before = LoginSession.objects.get()

    with later(days=29):
        new = refresh_session(refresh=tokens.refresh)

    session = LoginSession.objects.get()
    assert new.refresh != tokens.refresh
    assert claims_of(new.refresh, settings)["jti"] == str(session.current_refresh)
    assert session.expires_at > before.expires_at + timedelta(days=28)


def test_an_old_refresh_token_ends_the_session_for_whoever_holds_the_newest(tokens):
    newest = refresh_session(refresh=tokens.refresh)

    with later(minutes=1):
        with pytest.raises(RefreshRefused, match="used before"):
            refresh_session(refresh=tokens.refresh)
        with pytest.raises(RefreshRefused, match="has ended"):
            refresh_session(refresh=newest.refresh)

    assert LoginSession.objects.get().revoke_reason == "token_reused"


def test_a_token_of_two_exchanges_ago_gets_no_grace(tokens):
    second = refresh_session(refresh=tokens.refresh)
    refresh_session(refresh=second.refresh)

    with pytest.raises(RefreshRefused, match="used before"):
        refresh_session(refresh=tokens.refresh)


def test_a_doubled_refresh_gets_nothing_and_leaves_the_session_alone(tokens):
    newest = refresh_session(refresh=tokens.refresh)

    with pytest.raises(RefreshSuperseded):
        refresh_session(refresh=tokens.refresh)

    assert refresh_session(refresh=newest.refresh).refresh


@pytest.mark.django_db(transaction=True)
def test_of_many_refreshes_at_once_exactly_one_wins_and_the_session_lives_on():
    first = open_session(customer_id=UserFactory().customer_id)
    winners, losers = [], []

    def refresh() -> None:
        try:
            winners.append(refresh_session(refresh=first.refresh))
        except RefreshSuperseded as refusal:
            losers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=refresh) for _ in range(4)]
    with transaction.atomic():
        LoginSession.objects.select_for_update().get()
        for thread in threads:
            thread.start()
        until_waiting_for_a_lock(4)
    for thread in threads:
        thread.join()

    assert (len(winners), len(losers)) == (1, 3)
    assert refresh_session(refresh=winners[0].refresh).refresh


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_reused_session_is_committed_although_the_caller_is_refused():
    tokens = open_session(customer_id=UserFactory().customer_id)
    refresh_session(refresh=tokens.refresh)

    with later(minutes=1), pytest.raises(RefreshRefused):
        refresh_session(refresh=tokens.refresh)
    connection.close()

    assert LoginSession.objects.get().revoke_reason == "token_reused"


def test_a_session_that_was_not_used_for_thirty_days_is_over(tokens):
    with later(days=30, seconds=1), pytest.raises(RefreshRefused, match="has ended"):
        refresh_session(refresh=tokens.refresh)


def test_a_session_of_an_account_closed_meanwhile_is_not_refreshed(user, tokens):
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(RefreshRefused, match="has ended"):
        refresh_session(refresh=tokens.refresh)


def test_only_a_refresh_token_signed_here_is_taken(tokens, settings):
    claims = claims_of(tokens.refresh, settings)
    forged = jwt.encode(claims, "x" * 32, algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")

    for token in (forged, unsigned, "nonsense", "ü.ü.ü"):
        with pytest.raises(RefreshRefused, match="not valid"):
            refresh_session(refresh=token)
    with pytest.raises(RefreshRefused, match="not the access token"):
        refresh_session(refresh=tokens.access)
    assert refresh_session(refresh=tokens.refresh).refresh


def test_a_session_whose_user_was_deleted_is_gone(user, tokens):
    user.delete()

    with pytest.raises(RefreshRefused, match="gone"):
        refresh_session(refresh=tokens.refresh)
