from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import MailedToken, ResetAsk, TokenKind
from apps.accounts.queries import open_sessions_of, user_with_password
from apps.accounts.rules.refusals import TokenRefused, WeakPassword, WrongCredentials, WrongPassword
from apps.accounts.services import (
    answer_reset_ask,
    ask_for_reset,
    change_password,
    close_account,
    open_session,
    reset_password,
    send_reset,
)
from shop.events.accounts import (
    EmailVerified,
    PasswordChanged,
    PasswordResetAsked,
    PasswordResetRequested,
)
from shop.kernel import clock
from shop.kernel.errors import InvalidInput, NotFound
from tests.factories.accounts import PASSWORD, LoginSessionFactory, MailedTokenFactory, UserFactory
from tests.together import at_once, outcomes_of

NEW = "nine jars of honey"


@pytest.fixture
def ada(db):
    return UserFactory(email="ada@example.com")


def knows(user, password):
    try:
        return user_with_password(email=user.email, password=password) == user
    except WrongCredentials:
        return False


@pytest.fixture
def mailed(published):
    """The secret of the last reset mail."""
    return lambda: published(PasswordResetRequested)[-1].token


def test_a_new_password_signs_out_every_device_but_the_one_in_use(ada, published):
    kept, other = LoginSessionFactory(user=ada), LoginSessionFactory(user=ada)

    change_password(customer_id=ada.customer_id, current=PASSWORD, new=NEW, kept_session=kept.id)

    other.refresh_from_db()
    assert knows(ada, NEW)
    assert not knows(ada, PASSWORD)
    assert list(open_sessions_of(ada.customer_id)) == [kept]
    assert other.revoke_reason == "password_changed"
    assert [event.customer_id for event in published(PasswordChanged)] == [ada.customer_id]


def test_who_does_not_know_the_password_cannot_change_it(ada, published):
    with pytest.raises(WrongPassword) as refusal:
        change_password(customer_id=ada.customer_id, current="guess", new=NEW)

    assert list(refusal.value.details["fields"]) == ["current_password"]
    assert knows(ada, PASSWORD)
    assert published(PasswordChanged) == []


def test_a_new_password_is_no_easier_to_guess_than_a_first_one(ada):
    with pytest.raises(WeakPassword):
        change_password(customer_id=ada.customer_id, current=PASSWORD, new="ada@example.com")


def test_a_changed_password_voids_the_mails_that_would_reset_it(ada):
    MailedTokenFactory(user=ada)

    change_password(customer_id=ada.customer_id, current=PASSWORD, new=NEW)

    assert not MailedToken.objects.exists()


def test_a_forgotten_password_is_set_anew_by_who_reads_the_mailbox(ada, deliver, mailed, published):
    open_session(customer_id=ada.customer_id)

    ask_for_reset(email="ADA@example.com")
    deliver("accounts")
    reset_password(secret=mailed(), new=NEW)

    assert knows(ada, NEW)
    assert not open_sessions_of(ada.customer_id).exists()
    assert [event.email for event in published(EmailVerified)] == ["ada@example.com"]


def test_asking_does_the_same_for_an_address_that_nobody_has(ada, published, deliver):
    def asked(email):
        with CaptureQueriesContext(connection) as queries:
            ask_for_reset(email=email)
        said = [query["sql"][:18] for query in queries]
        return [statement for statement in said if "SAVEPOINT" not in statement]

    known, unknown = asked("ada@example.com"), asked("nobody@example.com")
    deliver("accounts")

    assert known == unknown
    assert known == ['INSERT INTO "accou', "SELECT outbox_emit"]
    assert len(published(PasswordResetAsked)) == 2
    assert [event.email for event in published(PasswordResetRequested)] == ["ada@example.com"]
    assert not ResetAsk.objects.exists()


def test_a_closed_account_is_mailed_nothing(ada, published, deliver):
    close_account(customer_id=ada.customer_id)

    ask_for_reset(email=ada.email)
    deliver("accounts")

    assert published(PasswordResetRequested) == []
    with pytest.raises(NotFound):
        send_reset(customer_id=ada.customer_id)


def test_an_ask_is_answered_once_however_often_it_is_heard(ada, published):
    ask_for_reset(email=ada.email)
    ask_id = published(PasswordResetAsked)[0].ask_id

    answer_reset_ask(ask_id=ask_id)
    answer_reset_ask(ask_id=ask_id)

    assert len(published(PasswordResetRequested)) == 1


@pytest.mark.parametrize("email", ["ada", "", "a\x00@example.com", "a@" + "b" * 300 + ".example"])
def test_what_is_no_address_is_refused(db, email):
    with pytest.raises(InvalidInput, match="email: "):
        ask_for_reset(email=email)


def test_a_token_works_once(ada, mailed):
    send_reset(customer_id=ada.customer_id)
    reset_password(secret=mailed(), new=NEW)

    with pytest.raises(TokenRefused, match="ask for a new one"):
        reset_password(secret=mailed(), new="ten jars of honey")

    assert knows(ada, NEW)


def test_a_weak_password_does_not_use_the_token_up(ada, mailed):
    send_reset(customer_id=ada.customer_id)

    with pytest.raises(WeakPassword):
        reset_password(secret=mailed(), new="short")

    reset_password(secret=mailed(), new=NEW)
    assert knows(ada, NEW)


def test_a_token_grows_old(ada, mailed):
    send_reset(customer_id=ada.customer_id)

    with clock.travelled_to(clock.now() + timedelta(hours=1)), pytest.raises(TokenRefused):
        reset_password(secret=mailed(), new=NEW)


@pytest.mark.parametrize("secret", ["", "x", "\x00", "😀", "x" * 4096])
def test_a_guessed_token_opens_nothing(ada, secret):
    MailedTokenFactory(user=ada)

    with pytest.raises(TokenRefused):
        reset_password(secret=secret, new=NEW)


def test_a_token_of_another_kind_opens_nothing(ada):
    MailedTokenFactory(user=ada, secret="verify", kind=TokenKind.EMAIL_VERIFICATION)

    with pytest.raises(TokenRefused):
        reset_password(secret="verify", new=NEW)


def test_only_the_last_three_mails_work_and_no_secret_is_kept(ada, published):
    for _ in range(4):
        send_reset(customer_id=ada.customer_id)

    oldest, *others = [event.token for event in published(PasswordResetRequested)]
    kept = b"".join(MailedToken.objects.values_list("token_hash", flat=True))
    assert MailedToken.objects.count() == 3
    assert not [secret for secret in others if secret.encode() in kept]
    with pytest.raises(TokenRefused):
        reset_password(secret=oldest, new=NEW)
    reset_password(secret=others[0], new=NEW)
    assert not MailedToken.objects.exists()


def test_no_secret_stands_in_the_outbox_or_the_log(ada, mailed, caplog):
    caplog.set_level("DEBUG")

    send_reset(customer_id=ada.customer_id)

    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM outbox_event")
        payloads = " ".join(str(payload) for (payload,) in cursor.fetchall())
    assert mailed() not in payloads
    assert mailed() not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_resets_with_one_token_at_once_one_sets_the_password():
    ada = UserFactory()
    MailedTokenFactory(user=ada, secret="once")
    passwords = [NEW, "ten jars of honey"]

    outcomes = outcomes_of(partial(reset_password, secret="once", new=new) for new in passwords)

    assert sorted(isinstance(outcome, TokenRefused) for outcome in outcomes) == [False, True]
    assert [knows(ada, new) for new in passwords] == [outcome == ada for outcome in outcomes]


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_wins_and_the_other_has_to_know_the_new_password():
    ada = UserFactory()

    outcomes = outcomes_of(
        partial(change_password, customer_id=ada.customer_id, current=PASSWORD, new=new)
        for new in (NEW, "ten jars of honey")
    )

    assert sorted(isinstance(outcome, WrongPassword) for outcome in outcomes) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_many_asks_at_once_share_the_few_slots():
    ada = UserFactory()

    at_once([partial(send_reset, customer_id=ada.customer_id)] * 6)

    assert sorted(MailedToken.objects.values_list("slot", flat=True)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"slot": 3}, "mailed_token_few"),
        ({"slot": 0}, "mailed_token_slot_once"),
        ({"kind": "gift"}, "mailed_token_kind_known"),
    ],
)
def test_the_database_keeps_the_rules_of_tokens_too(ada, change, constraint):
    MailedTokenFactory(user=ada, slot=0)
    token = MailedTokenFactory(user=ada, slot=1)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MailedToken.objects.filter(pk=token.pk).update(**change)
