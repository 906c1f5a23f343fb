"""What one order caused is one story, through web, relay and worker."""

from shop.kernel.models import OutboxEvent
from shop.kernel.tracing import story_of_trace
from tests.journeys.shopper import APPROVED


def test_an_order_and_what_jobs_did_for_it_are_one_story(shopper):
    order = shopper.buys("TEA-1", 1, token=APPROVED).json()
    shopper.sees(order["id"], payment_status="paid")

    placed = OutboxEvent.objects.get(type__contains=".OrderPlaced.")
    captured = OutboxEvent.objects.get(type__contains=".PaymentSucceeded.")
    confirmed = OutboxEvent.objects.get(type__contains=".OrderConfirmed.")
    requested = OutboxEvent.objects.get(type__contains=".PaymentRequested.")

    # The worker learns of it by a hint, which may be late but is not lost here.
    assert captured.causation_id == requested.event_id
    assert {placed.correlation_id, captured.correlation_id, confirmed.correlation_id} == {
        story_of_trace(placed.traceparent)
    }
    assert story_of_trace(captured.traceparent) == placed.correlation_id
    assert captured.traceparent != placed.traceparent
