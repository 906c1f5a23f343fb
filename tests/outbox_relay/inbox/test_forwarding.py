"""In the shop, the lane of a context with a database of its own leads into its inbox topic."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from outbox_relay import cursors, process
from outbox_relay.cursors import Lane
from outbox_relay.inbox.forwarding import (
    forwarded_consumers,
    forwarding_lanes,
    inbox_record,
    unconcerned_types,
)
from outbox_relay.records import record_of
from outbox_relay.sinks.files import FileSink
from outbox_relay.ticks import newest_tick
from shop.events.accounts import PasswordChanged, PasswordResetRequested, UserUpdated
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.inbox.arrange import stored
from tests.outbox_relay.topic_files import lines_of, seqs_of

pytestmark = real_commits


@pytest.fixture
def somebody():
    return new_id()


@pytest.fixture
def apart(settings, hear):
    """The mailer hears two kinds of events of people, and has a database of its own."""
    hear("mailer", lambda _: None, event_type=PasswordChanged)
    hear("mailer", lambda _: None, event_type=PasswordResetRequested)
    settings.KAFKA_BOOTSTRAP_SERVERS = "127.0.0.1:1"
    settings.CONSUMERS_FROM_KAFKA = ["mailer"]


def forwarder(folder, owner="a relay"):
    lane = Lane("mailer")
    cursors.add_missing([lane])
    return forwarding_lanes(FileSink(folder))[lane](*cursors.take(lane, owner, even_from=owner))


def changed(customer_id):
    return PasswordChanged(user_id=customer_id, customer_id=customer_id)


def asked(customer_id):
    return PasswordResetRequested(
        user_id=customer_id, customer_id=customer_id, email="ada@example.com", token="secret"
    )


def types_in(folder):
    lines = lines_of(folder, topic="mailer-inbox")
    return [line["headers"]["ce_type"].split(".")[2] for line in lines]


def test_internal_events_reach_a_context_of_the_house_sealed(apart, somebody, tmp_path):
    emit(asked(somebody), changed(somebody))

    step_until_idle(forwarder(tmp_path))

    asked_for, _ = lines_of(tmp_path, topic="mailer-inbox")
    assert types_in(tmp_path) == ["PasswordResetRequested", "PasswordChanged"]
    assert not {"ada@example.com", "secret"} & set(asked_for["value"].values())


def test_an_aggregate_that_is_heard_of_comes_whole_so_that_no_number_is_missing(
    apart, somebody, product, tmp_path
):
    unheard = UserUpdated(user_id=somebody, customer_id=somebody)
    emit(changed(somebody), unheard, withdrawn(product, "1"), asked(somebody))

    step_until_idle(forwarder(tmp_path))

    assert seqs_of(tmp_path, topic="mailer-inbox") == [1, 2, 3]


def test_only_aggregates_of_which_nothing_is_heard_stay_at_home(apart):
    at_home = unconcerned_types("mailer")

    assert "tradewind.catalog.ProductWithdrawn.v1" in at_home
    assert "tradewind.accounts.UserUpdated.v1" not in at_home


def test_a_context_moves_out_between_two_events(apart, hear, somebody, tmp_path):
    handled = []
    hear("mailer", handled.append, event_type=PasswordChanged)
    emit(asked(somebody), changed(somebody))
    inside = durable("mailer", page_size=1)
    while not handled:
        inside.step(newest_tick())
    emit(changed(somebody))

    step_until_idle(forwarder(tmp_path))

    assert seqs_of(tmp_path, topic="mailer-inbox") == [3]


def test_the_record_of_the_house_is_that_of_the_topic_and_says_who_acted(product):
    emit(withdrawn(product, "1"))
    event = stored()[0]._replace(actor="staff:7")

    house, public = inbox_record("mailer-inbox", event), record_of(event)

    assert (house.topic, house.key, house.value) == ("mailer-inbox", public.key, public.value)
    assert house.headers == public.headers | {
        "ce_aggregatetype": "product",
        "ce_actor": "staff:7",
    }


def test_the_relay_runs_no_handlers_of_a_context_apart(apart, tmp_path):
    lanes = process.topic_lanes(FileSink(tmp_path))
    handlers = process.handler_lanes(None)

    assert Lane("mailer") in lanes
    assert Lane("mailer") not in handlers
    assert Lane("orders") in handlers


def test_a_relay_may_look_after_some_consumers_only(tmp_path):
    lanes = process.topic_lanes(FileSink(tmp_path)) | process.handler_lanes(None)

    assert set(process.chosen(lanes, ["orders", "files"])) == {Lane("orders"), Lane("files")}
    assert process.chosen(lanes, []) == lanes


def test_a_consumer_that_does_not_exist_is_refused(settings):
    settings.CONSUMERS_FROM_KAFKA = ["notification"]

    with pytest.raises(ImproperlyConfigured, match="names notification, but no such app"):
        forwarded_consumers()
    with pytest.raises(ImproperlyConfigured, match="no consumer called notification"):
        process.refuse_unknown(["notification", "kafka"])


def test_without_kafka_nobody_hears_through_it(settings):
    settings.CONSUMERS_FROM_KAFKA = ["notifications"]
    settings.KAFKA_BOOTSTRAP_SERVERS = ""

    with pytest.raises(ImproperlyConfigured, match="set KAFKA_BOOTSTRAP_SERVERS"):
        forwarded_consumers()


def test_the_cursor_of_a_context_apart_is_known(apart, somebody, tmp_path):
    emit(changed(somebody))
    step_until_idle(forwarder(tmp_path))

    assert OutboxCursor.objects.get().consumer == "mailer"
    assert process.unknown_consumers() == []
