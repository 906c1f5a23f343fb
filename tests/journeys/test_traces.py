"""What one order caused can be followed through web, relay, topics and worker."""

from shop.kernel.models import OutboxEvent
from shop.kernel.tracing import story_of_trace
from shop.operations.tracing import traced
from tests.journeys.shopper import APPROVED, eventually
from tests.outbox_relay.topic_files import lines_of


def first(name, **wanted):
    return OutboxEvent.objects.filter(type__contains=f".{name}.", **wanted).order_by("id").first()


def test_the_story_of_a_request_goes_on_in_the_job_that_it_caused(shopper):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    shopper.sees(order["id"], payment_status="paid")

    confirmed = eventually(lambda: first("OrderConfirmed"))
    eventually(lambda: first("NotificationSent", correlation_id=confirmed.correlation_id))
    sent = first("NotificationSent", correlation_id=confirmed.correlation_id)
    requested = first("NotificationRequested", aggregate_id=sent.aggregate_id)

    assert sent.causation_id == requested.event_id
    assert requested.causation_id == confirmed.event_id
    assert story_of_trace(sent.traceparent) == story_of_trace(confirmed.traceparent)
    assert len({sent.traceparent, requested.traceparent, confirmed.traceparent}) == 3


def test_a_record_in_the_topic_carries_the_trace_of_the_request(shopper, settings):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    eventually(lambda: lines_of(settings.TOPICS_DIR, topic="order-events"))

    placed = first("OrderPlaced", aggregate_id=order["id"])
    headers = lines_of(settings.TOPICS_DIR, topic="order-events")[0]["headers"]

    assert headers["traceparent"] == placed.traceparent
    assert story_of_trace(headers["traceparent"]) == placed.correlation_id


def test_the_number_of_an_order_leads_to_all_that_became_of_it(shopper):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    shopper.sees(order["id"], state="delivered")

    trace = traced(order["number"])

    contexts = {event.context for event in trace.events}
    assert contexts >= {"orders", "inventory", "payments", "shipping", "notifications"}
    assert {str(event.order_id) for event in trace.events} == {"None", order["id"]}
    assert {"payments.collect", "shipping.arrange"} <= {job.task for job in trace.jobs}
