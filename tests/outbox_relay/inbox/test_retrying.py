"""Lines of what came in, tried again: patiently, by many at once, under the eyes of operators."""

from datetime import timedelta

import pytest
from django.db import connection

from outbox_relay import parking
from outbox_relay.inbox.receiving import Receiver
from outbox_relay.operating.lines import park
from shop.kernel import clock
from shop.kernel.errors import NotYet
from shop.kernel.models import OutboxInboxStream, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.arrange import receive, retry, told

pytestmark = real_commits

LONG = parking.EVENTS_AT_ONCE + parking.LAST_ATTEMPT
LIMITS = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"


class Killed(BaseException):
    """The process ends in the middle."""


@pytest.fixture
def ledger(hear, note_unless_sick):
    hear("ledger", note_unless_sick)
    return Receiver("ledger")


def test_a_long_line_is_handled_to_its_end(product, ledger, effects, sick):
    sick["0"] = ValueError()
    receive(ledger, *told(*[withdrawn(product, f"{number}") for number in range(LONG)]))
    sick.clear()
    OutboxParkedKey.objects.update(next_retry_at=clock.now())

    while ledger.retry_due():
        pass

    assert effects.of("ledger") == [f"{number}" for number in range(LONG)]
    assert not OutboxParkedKey.objects.exists()


def test_the_next_in_line_is_due_at_once_and_starts_without_attempts(product, ledger, sick):
    sick["1"] = sick["2"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1"), withdrawn(product, "2")))
    retry(ledger, times=3)
    del sick["1"]

    retry(ledger)

    line = OutboxParkedKey.objects.get()
    assert (line.attempts, line.deaths) == (1, 0)
    assert line.next_retry_at - clock.now() < timedelta(seconds=parking.TOPIC_PAUSE_SECONDS + 1)


def test_what_is_not_yet_possible_survives_the_death_of_a_process(product, ledger, effects, sick):
    sick["1"] = NotYet()
    receive(ledger, *told(withdrawn(product, "1")))
    retry(ledger, times=parking.LAST_ATTEMPT)
    sick["1"] = Killed()
    with pytest.raises(Killed):
        retry(ledger)
    sick.clear()

    retry(ledger)

    assert effects.of("ledger") == ["1"]


def test_a_line_that_several_processes_saw_is_tried_once(product, ledger, sick, monkeypatch):
    sick["1"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1")))
    OutboxParkedKey.objects.update(next_retry_at=clock.now())
    seen = parking.due_lines(ledger._lines._lane)
    monkeypatch.setattr(parking, "due_lines", lambda *_, **__: seen)

    for process in (ledger, Receiver("ledger"), Receiver("ledger")):
        process.retry_due()

    assert OutboxParkedKey.objects.get().attempts == 2


def test_a_line_that_is_put_aside_between_look_and_attempt_stays_there(
    product, ledger, effects, sick, monkeypatch
):
    sick["1"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1"), withdrawn(product, "2")))
    sick.clear()
    look = parking.due_lines

    def then_held(*lane, **without):
        due = look(*lane, **without)
        park("ledger-inbox", f"product:{product}", reason="to be looked at", by="ann")
        return due

    monkeypatch.setattr(parking, "due_lines", then_held)
    retry(ledger)

    line = OutboxParkedKey.objects.get()
    assert effects.of("ledger") == []
    assert (line.state, line.error) == ("held", "held by ann: to be looked at")


def test_statements_have_the_same_limits_when_they_are_tried_again(product, hear):
    limits = []

    def look(_):
        with connection.cursor() as cursor:
            cursor.execute(LIMITS)
            limits.append(cursor.fetchone())
        if len(limits) == 1:
            raise ValueError

    hear("ledger", look)
    ledger = Receiver("ledger")
    receive(ledger, *told(withdrawn(product, "1")))
    retry(ledger)

    assert limits == [("200ms", "30s")] * 2


def test_a_line_is_left_alone_while_somebody_takes_in_from_another_source(
    product, ledger, effects, sick, open_session
):
    (first,) = told(withdrawn(product, "1"))
    sick["1"] = ValueError()
    of_it = {"aggregate_type": "product", "aggregate_id": f"{product}", "last_seq": 5}
    OutboxInboxStream.objects.create(consumer="ledger", source="another", **of_it)
    receive(ledger, first)
    sick.clear()
    other = open_session()
    other.execute("SELECT FROM outbox_inbox_stream WHERE source = 'another' FOR UPDATE")

    retry(ledger)
    meanwhile = OutboxParkedEvent.objects.count()
    other.rollback()
    retry(ledger)

    assert meanwhile == 1
    assert effects.of("ledger") == ["1"]
