"""A topic that is missing, or that may not be written, keeps only its own events back."""

import pytest
from prometheus_client import generate_latest

from outbox_relay import cursors, parking
from outbox_relay.cursors import Lane
from outbox_relay.inbox.forwarding import forwarding_lanes
from outbox_relay.metrics import REGISTRY
from outbox_relay.operating.showing import status
from outbox_relay.publisher import MOST_TOPICS_ASIDE
from outbox_relay.sinks import SinkFailed
from outbox_relay.ticks import newest_tick
from shop.events.accounts import UserUpdated
from shop.events.inventory import StockUpdated
from shop.events.orders import OrderShipped
from shop.events.shipping import ShipmentDelivered
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxCursor, OutboxParkedEvent, OutboxParkedKey
from tests.outbox_relay.arrange import emit, publisher, real_commits, step_until_idle, withdrawn
from tests.outbox_relay.picky import PickySink
from tests.outbox_relay.topic_files import lines_of, seqs_of

pytestmark = real_commits


@pytest.fixture
def sink(tmp_path):
    return PickySink(tmp_path)


def updated(customer_id):
    return UserUpdated(user_id=customer_id, customer_id=customer_id)


def of_five_contexts():
    """One event for each of five topics; the last one is for product-events."""
    order_id = new_id()
    stock = StockUpdated(sku="tea", on_hand=1, reserved=0, available=1)
    shipped = OrderShipped(order_id=order_id, number="1", customer_id=new_id(), tracking_number="")
    delivered = ShipmentDelivered(shipment_id=new_id(), order_id=order_id)
    return [updated(new_id()), stock, shipped, delivered, withdrawn(new_id(), "")]


def five_topics():
    return [f"{name}-events" for name in ("user", "inventory", "order", "shipping", "product")]


def let_time_pass(work):
    """Whatever waits is due now, and topics may be asked again."""
    OutboxParkedKey.objects.update(next_retry_at=clock.now())
    work._lines._ask_again_at.clear()


def test_others_go_on_and_what_waited_arrives_in_order(sink, product, tmp_path):
    somebody, other = new_id(), new_id()
    work = publisher(sink)
    sink.refused.add("product-events")
    emit(withdrawn(product, "1"), updated(somebody), withdrawn(other, "a"), withdrawn(product, "2"))
    step_until_idle(work)
    emit(updated(somebody), withdrawn(product, "3"), withdrawn(new_id(), "new"))
    step_until_idle(work)
    meanwhile = seqs_of(tmp_path, topic="user-events"), lines_of(tmp_path)

    sink.refused.clear()
    let_time_pass(work)
    emit(withdrawn(product, "4"), withdrawn(other, "b"))
    step_until_idle(work)

    told = [line["value"]["skus"][0] for line in lines_of(tmp_path)]
    assert list(dict.fromkeys(meanwhile[0])) == [1, 2]
    assert meanwhile[1] == []
    assert [label for label in told if label.isdigit()] == list("1234")
    assert [label for label in told if label in "ab"] == list("ab")
    assert "new" in told
    assert OutboxParkedKey.objects.count() == OutboxParkedEvent.objects.count() == 0


def test_a_refused_topic_is_said_once_and_asked_by_one_line_for_all(sink, caplog):
    work = publisher(sink)
    sink.refused.add("product-events")
    emit(*[withdrawn(new_id(), f"{number}") for number in range(30)])
    step_until_idle(work)
    emit(*[withdrawn(new_id(), f"{number}") for number in range(30)])
    step_until_idle(work)
    sink.asked.clear()

    let_time_pass(work)
    step_until_idle(work)

    assert OutboxParkedKey.objects.count() == 60
    assert sink.asked == ["product-events"]
    assert caplog.text.count("goes on without product-events") == 1


def test_what_waits_for_a_topic_never_dies(sink, product):
    work = publisher(sink)
    sink.refused.add("product-events")
    emit(withdrawn(product, "1"))
    step_until_idle(work)

    for _ in range(parking.LAST_ATTEMPT + 1):
        let_time_pass(work)
        step_until_idle(work)

    line = OutboxParkedKey.objects.get()
    assert (line.state, line.attempts, line.topic) == ("retrying", 1, "product-events")
    assert line.error == "There is no topic product-events."
    assert len(sink.asked) > parking.LAST_ATTEMPT


def test_another_relay_knows_which_topic_is_refused(sink, product, tmp_path):
    sink.refused.add("product-events")
    emit(withdrawn(product, "1"))
    step_until_idle(publisher(sink))
    sink.asked.clear()
    successor = publisher(sink)

    emit(withdrawn(new_id(), "2"), updated(product))
    step_until_idle(successor)

    assert sink.asked == []
    assert OutboxParkedKey.objects.count() == 2
    assert seqs_of(tmp_path, topic="user-events") == [1]


def test_if_most_topics_are_refused_the_lane_stands_still(sink, tmp_path):
    sink.refused.update(five_topics())
    emit(*of_five_contexts())
    for _ in range(10):
        with pytest.raises(SinkFailed, match=r"Refused are .*, .*, .*, "):
            step_until_idle(publisher(sink))

    cursor, parked = OutboxCursor.objects.get(), OutboxParkedKey.objects.count()
    sink.refused.clear()
    well_again = publisher(sink)
    let_time_pass(well_again)
    step_until_idle(well_again)

    assert cursor.error.startswith("There is no topic ")
    assert parked <= MOST_TOPICS_ASIDE
    assert [len(lines_of(tmp_path, topic=topic)) for topic in five_topics()] == [1] * 5
    assert OutboxParkedKey.objects.count() == 0


def test_a_context_apart_has_nothing_else_to_go_on_with(sink, settings, hear, product):
    hear("mailer", lambda _: None)
    settings.KAFKA_BOOTSTRAP_SERVERS = "127.0.0.1:1"
    settings.CONSUMERS_FROM_KAFKA = ["mailer"]
    sink.refused.add("mailer-inbox")
    emit(withdrawn(product, "1"))
    lane = Lane("mailer")
    cursors.add_missing([lane])
    work = forwarding_lanes(sink)[lane](*cursors.take(lane, "a relay"))

    with pytest.raises(SinkFailed, match="Refused are mailer-inbox"):
        step_until_idle(work)

    assert OutboxParkedKey.objects.count() == 0


def test_status_and_metrics_tell_which_topic_is_refused(sink, product):
    sink.refused.add("product-events")
    emit(withdrawn(product, "1"))
    work = publisher(sink)
    step_until_idle(work)

    told = generate_latest(REGISTRY).decode()

    assert 'outbox_topic_refused_seconds{consumer="files",topic="product-events"}' in told
    assert "nothing is taken for product-events, 1 aggregates wait for it." in status().wrong
    assert work.step(newest_tick()) is False
