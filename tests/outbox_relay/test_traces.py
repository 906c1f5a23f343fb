"""A handler's work is a span below the one that published, and what it publishes is below that."""

from shop.kernel.bus import publish
from shop.kernel.context import Context
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from shop.kernel.tracing import traced
from tests.outbox_relay.arrange import durable, emit, real_commits, step_until_idle, withdrawn
from tests.shop.kernel.test_tracing import collector, sent_to

__all__ = ["collector"]

pytestmark = real_commits


def go_on(event):
    """Publishes once more, but not because of what it published itself."""
    if event.skus == ("cause",):
        publish(withdrawn(event.product_id, "effect"))


def test_request_handler_and_consequence_are_one_trace(product, hear, collector):
    hear("ledger", go_on)
    with traced(Context(correlation_id=new_id()), "request", kind="SERVER"):
        emit(withdrawn(product, "cause"))

    step_until_idle(durable("ledger"))

    spans = sent_to(collector)
    cause, effect = OutboxEvent.objects.order_by("id")
    request = next(span for span in spans if span.name == "request")
    first = next(span for span in spans if span.parent_span_id == request.span_id)
    second = next(span for span in spans if span.parent_span_id == first.span_id)
    assert [span.name for span in (first, second)] == [
        "ledger tradewind.catalog.ProductWithdrawn.v1"
    ] * 2
    assert {span.trace_id for span in spans} == {cause.correlation_id.bytes}
    assert cause.traceparent.split("-")[2] == request.span_id.hex()
    assert effect.traceparent.split("-")[2] == first.span_id.hex()
