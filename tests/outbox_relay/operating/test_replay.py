"""Past events are handed over once more, in order, without a stop of what happens now."""

import threading
import time
from collections import Counter

import pytest
from django.core.management import CommandError
from django.db import connection

from outbox_relay import cursors
from outbox_relay.cursors import Lane, LeaseLost
from outbox_relay.durable import DurableConsumer
from outbox_relay.operating import replaying
from outbox_relay.operating.choosing import Choice
from outbox_relay.operating.replaying import replay
from outbox_relay.ticks import newest_tick
from outbox_relay.worker import Worker
from shop.events.catalog import ProductPublished
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.waiting import wait_until

pytestmark = real_commits


@pytest.fixture
def read(product, ledger):
    """The ledger has handled 1 and 2 of the product and 'other' of another one."""
    relay = ledger()
    emit(withdrawn(product, "1"), withdrawn(new_id(), "other"), withdrawn(product, "2"))
    step_until_idle(relay)


def test_one_event_is_handed_over_once_more(read, ledger, effects, outbox):
    event = OutboxEvent.objects.order_by("id").first()

    outbox("replay", "ledger", "--event", event.event_id)
    step_until_idle(ledger())

    assert effects.of("ledger") == ["1", "other", "2", "1"]


def test_one_aggregate_is_replayed_in_order_and_what_happens_to_it_queues_behind(
    read, product, ledger, effects, outbox
):
    outbox("replay", "ledger", "--key", f"product:{product}")
    emit(withdrawn(product, "3"), withdrawn(new_id(), "another"))
    step_until_idle(ledger())

    assert effects.of("ledger") == ["1", "other", "2", "another", "1", "2", "3"]
    assert not OutboxParkedKey.objects.exists()


def test_what_a_consumer_has_not_passed_yet_is_not_replayed(product, ledger, effects, outbox):
    ledger()
    emit(*[withdrawn(product, label) for label in "12345"])
    durable("ledger", page_size=2).step(newest_tick())

    counted = outbox("replay", "ledger", "--all", "--dry-run")
    outbox("replay", "ledger", "--all")
    step_until_idle(ledger())

    assert "2 events would be handed to ledger" in counted
    assert effects.of("ledger") == list("1212345")


def test_a_dry_run_counts_by_type_what_the_consumer_hears(read, outbox):
    emit(ProductPublished(product_id=new_id(), title="", variants=()))

    counted = outbox("replay", "ledger", "--all", "--dry-run", "--json")

    assert counted == (
        '{"consumer":"ledger","types":{"tradewind.catalog.ProductWithdrawn.v1":3}}\n'
    )
    assert not OutboxParkedEvent.objects.exists()


def test_a_span_of_time_is_what_was_written_in_it(read, product, outbox):
    _, second, third = OutboxEvent.objects.order_by("id")

    span = ["--since", second.created_at.isoformat(), "--until", third.created_at.isoformat()]
    outbox("replay", "ledger", *span)

    assert [it.outbox_id for it in OutboxParkedEvent.objects.all()] == [second.id]


def test_an_event_that_waits_already_is_not_put_in_line_twice(read, outbox):
    outbox("replay", "ledger", "--all")

    said = outbox("replay", "ledger", "--all")

    assert "0 events are in line" in said
    assert "3 waited there already" in said
    assert OutboxParkedEvent.objects.count() == 3


def test_a_replay_of_nothing_says_so(read, outbox):
    with pytest.raises(CommandError, match="ledger hears no such event"):
        outbox("replay", "ledger", "--event", new_id())


def test_a_line_that_was_fed_is_not_let_go_by_an_owner_that_saw_it_empty(
    read, product, ledger, effects, outbox
):
    owner = ledger()
    key = f"product:{product}"
    outbox("replay", "ledger", "--key", key)
    owner = ledger()
    OutboxParkedEvent.objects.all().delete()
    outbox("replay", "ledger", "--key", key)

    with pytest.raises(LeaseLost):
        owner._lines._let_go_empty(key)
    step_until_idle(ledger())

    assert effects.of("ledger") == ["1", "other", "2", "1", "2"]


def test_a_topic_gets_everything_again_only_if_that_is_confirmed(product, outbox):
    cursors.add_missing([Lane("files")])
    emit(withdrawn(product, "1"))
    tick = newest_tick()
    lease, _ = cursors.take(Lane("files"), "a relay")
    cursors.move(lease, cursors.Position(tick.n))

    with pytest.raises(CommandError, match="--to-the-topics-again"):
        outbox("replay", "files", "--all")
    outbox("replay", "files", "--all", "--to-the-topics-again")

    assert OutboxParkedEvent.objects.get().consumer == "files"


def test_a_replay_is_as_slow_as_it_is_told(read, outbox):
    began = time.monotonic()

    outbox("replay", "ledger", "--all", "--rate", "2")

    assert time.monotonic() - began >= 1.5


def test_an_interrupted_replay_says_where_to_go_on(read, monkeypatch):
    monkeypatch.setattr(replaying, "MOST_WAITING", 2)
    monkeypatch.setattr(replaying, "MOST_AT_ONCE", 2)

    def interrupt(_):
        raise KeyboardInterrupt

    report = replay(Choice(consumer="ledger"), tell=interrupt)
    monkeypatch.undo()
    replay(Choice(consumer="ledger"), after=report.facts["after"])

    second = OutboxEvent.objects.order_by("id")[1]
    assert report.wrong == f"Interrupted: go on with --after {second.id}."
    assert OutboxParkedEvent.objects.count() == 3


def test_a_relay_at_work_hands_over_past_and_present(ledger, effects, outbox):
    products = [new_id() for _ in range(10)]
    ledger()
    emit(*[withdrawn(it, f"past {n}") for it in products for n in range(5)])
    stopping = threading.Event()
    begin = lambda lease, position: DurableConsumer("ledger", lease, position)  # noqa: E731
    relay = Worker({Lane("ledger"): begin}, owner="a relay", stopping=stopping)
    relay.start()
    wait_until(lambda: len(effects.of("ledger")) == 50)

    replayed = threading.Thread(target=replay_all, args=[outbox])
    replayed.start()
    wait_until(lambda: len(effects.of("ledger")) > 50)
    for n in range(5):
        emit(*[withdrawn(it, f"now {n}") for it in products])
    replayed.join()
    wait_until(lambda: len(effects.of("ledger")) == 150)
    stopping.set()
    relay.join()

    assert Counter(effects.of("ledger")) == Counter(
        {f"past {n}": 20 for n in range(5)} | {f"now {n}": 10 for n in range(5)}
    )
    assert not OutboxParkedKey.objects.exists()


def replay_all(outbox):
    outbox("replay", "ledger", "--all")
    connection.close()
