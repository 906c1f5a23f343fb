import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from outbox_relay import parking
from outbox_relay.cursors import Lane
from shop.events.catalog import ProductWithdrawn
from shop.events.notifications import NotificationRequested
from shop.events.orders import OrderDelivered
from shop.events.payments import GatewayCalledBack
from shop.events.shipping import ShipmentBooked, ShipmentDelivered, ShipmentDispatched
from shop.kernel import clock
from shop.kernel.context import Context, acting_in
from shop.kernel.errors import NotFound
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedKey
from shop.operations.tracing import branches, traced
from shop.operations.tracing.events import MOST_EVENTS
from tests.factories.orders import OrderFactory
from tests.factories.shipping import ShipmentFactory
from tests.outbox_relay.arrange import durable, emit, step_until_idle
from tests.outbox_relay.test_plans import rows_read
from tests.shop.operations.tracing.arrange import happened, stored

_STRANGERS = """
SELECT count(outbox_emit(
    gen_random_uuid(), type, version, aggregate_type, gen_random_uuid()::text, lane, topic, payload,
    traceparent, gen_random_uuid(), causation_id, actor, occurred_at))
FROM (SELECT * FROM outbox_event LIMIT 1) one, generate_series(1, %s)
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def life():
    """Two stories of one order, one of them with a callback, and a stranger in each."""
    order, other = OrderFactory(), OrderFactory()
    shipment = ShipmentFactory(order_id=order.id, booked=True)
    about = {"shipment_id": shipment.id, "order_id": order.id}
    placed = happened(
        OrderDelivered(order_id=order.id, number=order.number, customer_id=order.customer_id)
    )
    booked = happened(ShipmentBooked(**about, tracking_number="SAID-TO-NOBODY"), cause=placed)
    message = happened(NotificationRequested(message_id=new_id(), channel="email"), cause=booked)
    callback = happened(GatewayCalledBack(callback_id=new_id()))
    dispatched = happened(
        ShipmentDispatched(**about, tracking_number="SAID-TO-NOBODY"), cause=callback
    )
    stranger = happened(
        ShipmentDelivered(shipment_id=new_id(), order_id=other.id), story=callback.correlation_id
    )
    happened(ProductWithdrawn(product_id=new_id(), skus=()))
    return {
        "order": order,
        "shipment": shipment,
        "placed": placed,
        "booked": booked,
        "message": message,
        "callback": callback,
        "dispatched": dispatched,
        "stranger": stranger,
    }


def ids(events):
    return [event.id for event in events]


def say(*arguments):
    said = StringIO()
    call_command("trace", *arguments, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(
    "asked",
    [
        lambda life: life["order"].number.lower(),
        lambda life: str(life["order"].id),
        lambda life: str(life["booked"].correlation_id),
        lambda life: life["booked"].traceparent,
        lambda life: life["booked"].traceparent[3:35],
        lambda life: str(life["message"].event_id),
        lambda life: f"{life['message'].id:020}",
    ],
    ids=["number", "order", "story", "traceparent", "trace id", "event", "place"],
)
def test_every_id_of_an_order_leads_to_its_whole_life_and_to_nobody_elses(life, asked):
    trace = traced(asked(life))

    assert trace.subject == f"order {life['order'].number}"
    assert ids(trace.events) == ids(
        life[name] for name in ("placed", "booked", "message", "callback", "dispatched")
    )


def test_a_story_without_an_order_is_only_itself():
    first = happened(ProductWithdrawn(product_id=new_id(), skus=()))
    second = happened(ProductWithdrawn(product_id=new_id(), skus=()), cause=first)
    happened(ProductWithdrawn(product_id=new_id(), skus=()))

    trace = traced(str(second.event_id))

    assert trace.subject == f"story {first.correlation_id}"
    assert ids(trace.events) == [first.id, second.id]


def test_an_event_lies_below_its_cause(life):
    walked = [
        (depth, event.name)
        for branch in branches(traced(life["order"].number).events)
        for depth, event in branch.walk()
    ]

    assert walked == [
        (0, "OrderDelivered"),
        (1, "ShipmentBooked"),
        (2, "NotificationRequested"),
        (0, "GatewayCalledBack"),
        (1, "ShipmentDispatched"),
    ]


def test_what_nothing_is_known_of_is_said():
    with pytest.raises(NotFound, match="Nothing is known of NOPE"):
        traced("NOPE")
    with pytest.raises(CommandError) as ended:
        say(str(new_id()))

    assert ended.value.returncode == 1


def test_a_trace_tells_who_has_handled_what(life):
    work = durable("order_timeline")
    before = traced(life["order"].number)

    step_until_idle(work)

    after = traced(life["order"].number)
    heard = {it.event for it in after.deliveries}
    assert {it.standing for it in before.deliveries} == {"waiting"}
    assert {it.standing for it in after.deliveries} == {"handled"}
    assert life["booked"].id in heard
    assert life["message"].id not in heard


def test_a_dead_event_is_the_first_problem(life):
    durable("order_timeline")
    OutboxParkedKey.objects.create(
        consumer="order_timeline",
        key=f"shipment:{life['shipment'].id}",
        state="dead",
        attempts=parking.LAST_ATTEMPT,
        next_retry_at=clock.now(),
        error="builtins.ValueError in handle:1",
        head_event=life["booked"].id,
    )
    for event in (life["booked"], life["dispatched"]):
        parking.queue_behind(Lane("order_timeline"), stored(event))

    said = say(life["order"].number)
    told = json.loads(say(life["order"].number, "--json"))

    assert "12 attempts, the last: builtins.ValueError in handle:1" in told["problems"][0]
    assert "waits behind the head of its line" in told["problems"][1]
    assert said.index("builtins.ValueError") < said.index("shipping.ShipmentBooked")
    assert "order_timeline (dead)" in said


def test_a_consumer_that_does_not_come_is_a_problem(life):
    durable("order_timeline")

    with clock.travelled_to(clock.now() + timedelta(minutes=5)):
        problems = traced(life["order"].number).problems

    assert problems[0].startswith("order_timeline has not come to 3 of these events")


def test_jobs_that_events_name_are_told_and_missed(life):
    with clock.travelled_to(clock.now() + timedelta(days=1)):
        trace = traced(life["order"].number)

    assert [(job.task, job.id) for job in trace.jobs] == [("shipping.arrange", life["shipment"].id)]
    assert any("nobody takes it" in problem for problem in trace.problems)


def test_what_events_say_is_not_told(life):
    said = say(life["order"].number) + say(life["order"].number, "--json")

    assert life["order"].number in said
    assert "SAID-TO-NOBODY" not in said


def test_a_trace_reads_only_what_it_tells_however_long_the_outbox_is(life):
    with connection.cursor() as cursor:
        cursor.execute(_STRANGERS, [3_000])
        cursor.execute("ANALYZE outbox_event")

    with transaction.atomic():
        traced(life["order"].number)
        read = rows_read()

    assert 0 < read < 100


def test_a_story_without_end_is_cut_and_says_so():
    story = Context(correlation_id=new_id())
    with acting_in(story):
        emit(*[ProductWithdrawn(product_id=new_id(), skus=()) for _ in range(MOST_EVENTS + 1)])

    trace = traced(str(story.correlation_id))

    assert trace.is_cut
    assert len(trace.events) == MOST_EVENTS
    assert "and more that is not shown" in say(str(story.correlation_id))
