"""What comes in has its effect once, in order for each aggregate, and blocks nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outbox_relay import parking
from outbox_relay.breaker import MOST_OF_A_PAGE
from outbox_relay.failures import ConsumerStopped
from outbox_relay.handling import DEATHS_OF_AN_EVENT
from outbox_relay.inbox.receiving import Receiver
from shop.kernel import clock
from shop.kernel.bus import heard_now, publish
from shop.kernel.context import current_context
from shop.kernel.errors import NotYet
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxInbox, OutboxInboxStream, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import real_commits, withdrawn
from tests.outbox_relay.inbox.arrange import (
    came_in,
    receive,
    retry,
    stored,
    told,
    with_payload,
)

pytestmark = real_commits


@pytest.fixture
def ledger(hear, note_unless_sick):
    hear("ledger", note_unless_sick, batch=4)
    return Receiver("ledger")


def test_what_comes_twice_has_its_effect_once(product, ledger, effects):
    came = told(*[withdrawn(product, label) for label in "123"])

    receive(ledger, *came, *came, came[0])
    ledger.receive(came)

    assert effects.of("ledger") == ["1", "2", "3"]


def test_a_batch_shares_one_transaction(product, ledger, effects):
    ledger.receive(told(*[withdrawn(product, label) for label in "123"]))

    assert effects.transactions("ledger") == [3]


def test_a_batch_that_fails_is_taken_one_by_one(product, ledger, effects, sick):
    sick["2"] = ValueError()
    came = told(withdrawn(product, "1"), withdrawn(product, "2"), withdrawn(new_id(), "a"))

    ledger.receive(came)

    assert effects.of("ledger") == ["1", "a"]
    assert OutboxParkedKey.objects.get().key == f"product:{product}"


def test_a_failed_event_was_not_heard_but_is_parked_once(product, ledger, effects, sick):
    sick["1"] = ValueError()
    came = told(withdrawn(product, "1"))

    receive(ledger, *came, *came)

    assert effects.of("ledger") == []
    assert OutboxParkedEvent.objects.count() == OutboxInbox.objects.count() == 1


def test_later_events_of_a_parked_aggregate_wait_and_others_flow(product, ledger, effects, sick):
    other = new_id()
    sick["1"] = ValueError()
    labels = [(product, "1"), (other, "a"), (product, "2"), (other, "b"), (product, "3")]

    receive(ledger, *told(*[withdrawn(*it) for it in labels]))

    assert effects.of("ledger") == ["a", "b"]
    assert OutboxParkedKey.objects.get().consumer == "ledger-inbox"
    assert OutboxParkedEvent.objects.count() == 3


def test_a_line_drains_in_order_and_lets_its_aggregate_go(product, ledger, effects, sick):
    sick["1"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1"), withdrawn(product, "2")))
    receive(ledger, *told(withdrawn(product, "3")))
    sick.clear()

    retry(ledger)
    receive(ledger, *told(withdrawn(product, "4")))

    assert effects.of("ledger") == ["1", "2", "3", "4"]
    assert OutboxParkedKey.objects.count() == OutboxParkedEvent.objects.count() == 0


def test_after_the_last_attempt_the_aggregate_is_dead_and_stays_aside(
    product, ledger, effects, sick
):
    sick["1"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1")))
    retry(ledger, times=parking.LAST_ATTEMPT - 1)
    sick.clear()

    retry(ledger)

    assert OutboxParkedKey.objects.get().state == "dead"
    assert effects.of("ledger") == []


def test_not_yet_is_tried_again_within_a_moment(product, ledger, sick):
    sick["1"] = NotYet()

    receive(ledger, *told(withdrawn(product, "1")))

    assert OutboxParkedKey.objects.get().next_retry_at - clock.now() < timedelta(seconds=1)


def test_a_line_that_somebody_works_on_is_left_to_them(
    product, ledger, effects, sick, open_session
):
    sick["1"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1")))
    sick.clear()
    other = open_session()
    other.execute("SELECT FROM outbox_inbox_stream FOR UPDATE")

    retry(ledger)
    meanwhile = effects.of("ledger")
    other.rollback()
    retry(ledger)

    assert meanwhile == []
    assert effects.of("ledger") == ["1"]


def test_in_an_outage_it_stops_and_nothing_more_is_parked(ledger, effects, sick):
    came = told(*[withdrawn(new_id(), f"{number}") for number in range(MOST_OF_A_PAGE + 5)])
    for number in range(MOST_OF_A_PAGE + 5):
        sick[f"{number}"] = ValueError()

    with pytest.raises(ConsumerStopped):
        ledger.receive(came)
    parked = OutboxParkedKey.objects.count()
    sick.clear()
    ledger.begin_page()
    ledger.receive(came)

    assert parked == MOST_OF_A_PAGE
    assert len(effects.of("ledger")) == len(came) - parked
    assert effects.doubled("ledger") == []


def test_an_event_at_which_processes_died_is_set_aside_untried(product, ledger, effects):
    deadly, later = told(withdrawn(product, "deadly"), withdrawn(new_id(), "later"))

    ledger.receive([deadly, later], deaths=DEATHS_OF_AN_EVENT)

    assert effects.of("ledger") == ["later"]
    assert OutboxParkedKey.objects.get().key == f"product:{product}"


def test_a_parked_event_that_kills_is_tried_no_more_often_than_any_other(
    product, ledger, hear, effects, sick
):
    class Killed(BaseException):
        pass

    sick["1"] = ValueError()
    receive(ledger, *told(withdrawn(product, "1")))
    sick["1"] = Killed()

    for _ in range(parking.LAST_ATTEMPT - 1):
        with pytest.raises(Killed):
            retry(ledger)
    retry(ledger)

    assert OutboxParkedKey.objects.get().state == "dead"


def test_an_undecodable_payload_is_parked(product, ledger, effects):
    torn, well = told(withdrawn(product, "torn"), withdrawn(new_id(), "well"))

    receive(ledger, with_payload(torn, '{"product_id": 7}'), well)

    assert effects.of("ledger") == ["well"]
    assert "ValidationError" in OutboxParkedKey.objects.get().error


def test_a_type_that_only_newer_code_knows_is_parked(product, ledger):
    told(withdrawn(product, "new"))

    receive(ledger, came_in(stored()[0]._replace(type="tradewind.catalog.Retired.v9")))

    assert "UnknownEvent" in OutboxParkedKey.objects.get().error


def test_a_gap_is_told_and_what_follows_goes_on(product, ledger, effects, caplog):
    came = told(*[withdrawn(product, label) for label in "1234"])

    receive(ledger, came[0], came[3])
    receive(ledger, came[1])

    assert f"ledger misses events of product:{product} before number 4" in caplog.text
    assert effects.of("ledger") == ["1", "4", "2"]
    assert OutboxInboxStream.objects.get().missing == "{[3, 4)}"


def test_what_was_passed_and_is_told_again_under_another_id_is_dropped_aloud(
    product, ledger, effects, caplog
):
    came = told(withdrawn(product, "1"), withdrawn(product, "2"))
    receive(ledger, *came)
    restored = replace(came[0], event=came[0].event._replace(event_id=f"{new_id()}"))

    receive(ledger, restored)

    assert effects.of("ledger") == ["1", "2"]
    assert f"drops an event of product:{product}, for it has passed number 1" in caplog.text


def test_neither_log_nor_park_show_the_message_of_an_error(product, ledger, sick, caplog):
    sick["1"] = ValueError("ada@example.com has no mailbox")

    receive(ledger, *told(withdrawn(product, "1")))

    assert "ledger parks tradewind.catalog.ProductWithdrawn.v1" in caplog.text
    assert "ada" not in caplog.text + OutboxParkedKey.objects.get().error


def test_what_a_handler_publishes_belongs_to_the_story_of_what_it_heard(product, hear):
    heard = {}

    def answer(event):
        if event.skus == ("question",):
            heard["event"], heard["actor"] = f"{heard_now().event_id}", current_context().actor
            publish(withdrawn(product, "answer"))

    hear("ledger", answer)
    (question,) = told(withdrawn(product, "question"))

    Receiver("ledger").receive([came_in(stored()[0], ce_actor="staff:7")])

    published = stored()[-1]
    assert heard == {"event": question.event.event_id, "actor": "staff:7"}
    assert f"{published.causation_id}" == question.event.event_id
    assert published.correlation_id == question.event.correlation_id


def test_a_handler_that_dies_after_its_effect_leaves_nothing_behind(product, hear, effects):
    class Killed(BaseException):
        pass

    def note_and_die(event):
        effects.note("ledger", event)
        raise Killed

    hear("ledger", note_and_die)

    with pytest.raises(Killed):
        Receiver("ledger").receive(told(withdrawn(product, "1")))

    assert effects.of("ledger") == []
    assert OutboxInbox.objects.count() == OutboxInboxStream.objects.count() == 0
