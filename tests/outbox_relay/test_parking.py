"""An event that cannot be handled takes only its own aggregate aside, and in order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError

from outbox_relay import parking
from outbox_relay.cursors import LeaseLost
from outbox_relay.ticks import newest_tick
from shop.kernel import clock
from shop.kernel.errors import NotYet
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedEvent, OutboxParkedKey
from shop.kernel.outbox.envelope import sealed
from tests.outbox_relay.arrange import (
    durable,
    emit,
    emit_envelope,
    real_commits,
    step_until_idle,
    withdrawn,
)

pytestmark = real_commits


@pytest.fixture
def ledger(hear, note_unless_sick):
    hear("ledger", note_unless_sick)
    return durable("ledger")


def retry(work, *, times=1):
    """Everything parked is tried again, so many times."""
    for _ in range(times):
        OutboxParkedKey.objects.update(next_retry_at=clock.now())
        work.step(newest_tick())


def test_later_events_of_a_parked_aggregate_wait_and_others_flow(product, ledger, effects, sick):
    other = new_id()
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"), withdrawn(other, "a"), withdrawn(product, "2"))
    emit(withdrawn(other, "b"), withdrawn(product, "3"))

    step_until_idle(ledger)

    assert effects.of("ledger") == ["a", "b"]
    assert OutboxParkedKey.objects.get().key == f"product:{product}"
    assert OutboxParkedEvent.objects.count() == 3


def test_nothing_waits_in_a_line_that_is_gone(product, ledger, effects, sick):
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    OutboxParkedEvent.objects.all().delete()
    OutboxParkedKey.objects.all().delete()
    emit(withdrawn(product, "2"))

    with pytest.raises(IntegrityError, match="outbox_parked_event_has_line"):
        ledger.step(newest_tick())
    step_until_idle(durable("ledger"))

    assert effects.of("ledger") == ["2"]


def test_a_line_drains_in_order_and_lets_its_aggregate_go(product, ledger, effects, sick):
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"), withdrawn(product, "2"))
    step_until_idle(ledger)
    emit(withdrawn(product, "3"))
    step_until_idle(ledger)
    sick.clear()

    retry(ledger)
    emit(withdrawn(product, "4"))
    step_until_idle(ledger)

    assert effects.of("ledger") == ["1", "2", "3", "4"]
    assert OutboxParkedKey.objects.count() == OutboxParkedEvent.objects.count() == 0


def test_a_line_drains_as_far_as_it_can_and_its_next_event_starts_counting_anew(
    product, ledger, effects, sick
):
    sick["1"] = sick["3"] = ValueError()
    emit(*[withdrawn(product, label) for label in "1234"])
    step_until_idle(ledger)
    retry(ledger, times=3)
    sick.pop("1")

    retry(ledger)

    parked = OutboxParkedKey.objects.get()
    assert effects.of("ledger") == ["1", "2"]
    assert parked.attempts == 1
    assert parked.head_event == OutboxParkedEvent.objects.earliest("outbox_id").outbox_id


def test_nothing_is_tried_before_its_time(product, ledger, effects, sick):
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    sick.clear()

    step_until_idle(ledger)

    assert effects.of("ledger") == []
    assert OutboxParkedKey.objects.get().attempts == 1


def test_after_the_last_attempt_the_aggregate_is_dead_and_stays_aside(
    product, ledger, effects, sick
):
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    retry(ledger, times=parking.LAST_ATTEMPT - 1)
    sick.clear()

    retry(ledger)
    emit(withdrawn(product, "2"))
    step_until_idle(ledger)

    assert OutboxParkedKey.objects.get().state == "dead"
    assert effects.of("ledger") == []
    assert OutboxParkedEvent.objects.count() == 2


def test_not_yet_never_dies(product, ledger, effects, sick):
    sick["1"] = NotYet()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    retry(ledger, times=parking.LAST_ATTEMPT + 3)
    patient = OutboxParkedKey.objects.get()
    sick.clear()

    retry(ledger)

    assert patient.state == "retrying"
    assert patient.attempts == parking.LAST_ATTEMPT + 4
    assert effects.of("ledger") == ["1"]


def test_what_waits_for_days_is_tried_as_patiently_as_ever(product, ledger, effects, sick):
    sick["1"] = NotYet()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    OutboxParkedKey.objects.update(attempts=100_000)
    retry(ledger)
    parked = OutboxParkedKey.objects.get()
    sick.clear()

    retry(ledger)

    assert parked.attempts == 100_001
    assert parked.next_retry_at - clock.now() < timedelta(minutes=2)
    assert effects.of("ledger") == ["1"]


def test_not_yet_is_tried_again_within_a_moment(product, ledger, sick):
    sick["1"] = NotYet()
    emit(withdrawn(product, "1"))

    step_until_idle(ledger)

    pause = OutboxParkedKey.objects.get().next_retry_at - clock.now()
    assert pause < timedelta(seconds=1)


def test_an_undecodable_payload_is_parked(product, ledger, effects):
    emit_envelope(replace(sealed(withdrawn(product, "torn")), payload='{"product_id": 7}'))
    emit(withdrawn(new_id(), "well"))

    step_until_idle(ledger)

    assert effects.of("ledger") == ["well"]
    assert "ValidationError" in OutboxParkedKey.objects.get().error


def test_a_type_that_only_newer_code_knows_is_parked_until_that_code_runs(product, ledger, effects):
    emit_envelope(replace(sealed(withdrawn(product, "new")), type="tradewind.catalog.Retired.v9"))
    emit(withdrawn(product, "behind it"), withdrawn(new_id(), "well"))

    step_until_idle(ledger)

    assert effects.of("ledger") == ["well"]
    assert "UnknownEvent" in OutboxParkedKey.objects.get().error
    assert OutboxParkedEvent.objects.count() == 2


def test_the_error_says_what_and_where_but_not_the_message(product, ledger, sick):
    sick["1"] = ValueError("ada@example.com has no mailbox")
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    retry(ledger)

    error = OutboxParkedKey.objects.get().error

    assert error.startswith("builtins.ValueError in note_unless_sick:")
    assert "ada" not in error


def test_the_log_does_not_show_the_message_either(product, ledger, sick, caplog):
    sick["1"] = ValueError("ada@example.com has no mailbox")
    emit(withdrawn(product, "1"))

    step_until_idle(ledger)

    assert "ledger parks tradewind.catalog.ProductWithdrawn.v1" in caplog.text
    assert "ada" not in caplog.text


def test_another_relay_knows_what_is_parked(product, ledger, effects, sick):
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    successor = durable("ledger")
    sick.clear()

    emit(withdrawn(product, "2"))
    step_until_idle(successor)
    waiting = effects.of("ledger")
    retry(successor)

    assert waiting == []
    assert effects.of("ledger") == ["1", "2"]


def test_after_a_moment_the_rest_of_a_line_is_left_for_the_next_step(
    product, ledger, effects, sick, monkeypatch
):
    monkeypatch.setattr("outbox_relay.retrying.STEP_SECONDS", 0.0)
    sick["1"] = ValueError()
    emit(*[withdrawn(product, label) for label in "123"])
    step_until_idle(ledger)
    sick.clear()

    retry(ledger)
    at_first = effects.of("ledger")
    step_until_idle(ledger)

    assert at_first == ["1"]
    assert effects.of("ledger") == ["1", "2", "3"]


def test_a_zombie_drains_nothing(product, ledger, effects, sick):
    sick["1"] = ValueError()
    emit(withdrawn(product, "1"))
    step_until_idle(ledger)
    durable("ledger")
    sick.clear()

    with pytest.raises(LeaseLost):
        retry(ledger)

    assert effects.of("ledger") == []
    assert OutboxParkedEvent.objects.count() == 1
