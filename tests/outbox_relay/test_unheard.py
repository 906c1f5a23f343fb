"""Who has yet to hear of a customer; the consumers are driven as a relay drives them."""

import pytest

from outbox_relay import cursors
from outbox_relay.cursors import Lane
from outbox_relay.ticks import newest_tick
from shop.events.accounts import UserUpdated
from shop.kernel.identity import new_id
from shop.kernel.outbox.unheard import consumers_yet_to_hear_of
from tests.outbox_relay.arrange import durable, emit, emit_in, real_commits, step_until_idle

pytestmark = real_commits

ADA, BOB = new_id(), new_id()


def told_of(customer_id):
    return UserUpdated(user_id=customer_id, customer_id=customer_id)


@pytest.fixture
def ledger(hear):
    """A consumer that hears of customers, a relay that drives it, and another one that waits."""
    hear("ledger", lambda _: None, event_type=UserUpdated)
    hear("mailer", lambda _: None, event_type=UserUpdated)
    cursors.add_missing([Lane("ledger"), Lane("mailer")])
    return durable("ledger", page_size=1)


def test_whoever_has_not_passed_the_last_event_of_somebody_is_named(ledger):
    emit(told_of(ADA), told_of(BOB))
    both = consumers_yet_to_hear_of([ADA])

    step_until_idle(ledger)

    assert both == ["ledger", "mailer"]
    assert consumers_yet_to_hear_of([ADA]) == ["mailer"]
    assert consumers_yet_to_hear_of([new_id()]) == []


def test_in_the_middle_of_a_window_only_what_was_read_is_heard(ledger):
    emit(told_of(ADA), told_of(BOB), told_of(BOB))

    ledger.step(newest_tick())

    assert consumers_yet_to_hear_of([ADA]) == ["mailer"]
    assert consumers_yet_to_hear_of([BOB]) == ["ledger", "mailer"]


def test_what_is_committed_late_is_unheard_whatever_its_number(ledger, open_session):
    late = open_session()
    emit_in(late, told_of(ADA))
    emit(told_of(BOB), told_of(BOB), told_of(BOB))
    ledger.step(newest_tick())
    ledger.step(newest_tick())

    late.commit()

    assert "ledger" in consumers_yet_to_hear_of([ADA])
    step_until_idle(ledger)
    assert consumers_yet_to_hear_of([ADA, BOB]) == ["mailer"]


def test_a_parked_event_is_still_to_be_heard(hear):
    def refuse(_):
        raise LookupError

    hear("ledger", refuse, event_type=UserUpdated)
    work = durable("ledger")
    emit(told_of(ADA))

    step_until_idle(work)

    assert consumers_yet_to_hear_of([ADA, BOB]) == ["ledger"]
    assert consumers_yet_to_hear_of([BOB]) == []
