"""Money is asked for and given back in the story of the request, however late."""

import pytest

from apps.payments.models import Refund, RefundState
from apps.payments.services import retry_refund
from shop.events.payments import (
    PaymentActionRequired,
    PaymentCaptured,
    PaymentRefunded,
    PaymentRequested,
    RefundRequested,
    RefundRetried,
)
from shop.kernel.context import Context, acting_in
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.apps.payments.story import (
    attempt_of,
    decide,
    later,
    order_is_cancelled,
    order_waits,
    tell_all,
)
from tests.factories.payments import RefundFactory
from tests.shop.sandbox.calls import APPROVED, ASKS, STALLED


def stored(event_type):
    """The one event of that type, with what travels beside it."""
    return OutboxEvent.objects.get(type=event_type.type_name())


def story_of(*event_types):
    """Which stories the events belong to."""
    return {stored(event_type).correlation_id for event_type in event_types}


@pytest.fixture
def ordering():
    """The story of the request that orders."""
    return Context(correlation_id=new_id())


@pytest.fixture
def cancelling():
    """The story of the request that cancels."""
    return Context(correlation_id=new_id())


def test_money_after_a_lost_hint_belongs_to_the_order_and_names_what_asked(
    sandbox, do_jobs, ordering
):
    with acting_in(ordering):
        order_waits(token=APPROVED)

    do_jobs()

    assert story_of(PaymentRequested, PaymentCaptured) == {ordering.correlation_id}
    assert stored(PaymentCaptured).causation_id == stored(PaymentRequested).event_id


def test_money_that_the_gateway_is_asked_for_again_belongs_to_the_order(
    sandbox, do_jobs, settings, ordering
):
    settings.OUTSIDE_TIMEOUT_SECONDS = 0.4
    with acting_in(ordering):
        order_waits(token=STALLED)

    do_jobs()
    with later(seconds=5):
        do_jobs()

    assert story_of(PaymentRequested, PaymentCaptured) == {ordering.correlation_id}
    assert stored(PaymentCaptured).causation_id == stored(PaymentRequested).event_id


def test_what_the_gateway_calls_back_belongs_to_its_call(sandbox, do_jobs, ordering):
    with acting_in(ordering):
        attempt = attempt_of(order_waits(token=ASKS))
    do_jobs()
    calling = Context(correlation_id=new_id())

    decide(sandbox, attempt, "approve")
    with acting_in(calling):
        tell_all(sandbox, attempt)
    do_jobs()

    assert story_of(PaymentActionRequired) == {ordering.correlation_id}
    assert story_of(PaymentCaptured) == {calling.correlation_id}


def test_money_goes_back_in_the_story_of_the_cancellation(sandbox, deliver, do_jobs, cancelling):
    payment = order_waits(token=APPROVED)
    do_jobs()

    with acting_in(cancelling):
        order_is_cancelled(payment)
    deliver("payments")
    do_jobs()

    assert story_of(RefundRequested, PaymentRefunded) == {cancelling.correlation_id}
    assert stored(PaymentRefunded).causation_id == stored(RefundRequested).event_id


def test_an_attempt_that_waits_for_its_buyer_is_withdrawn_in_the_story_of_the_cancellation(
    sandbox, deliver, do_jobs, ordering, cancelling
):
    with acting_in(ordering):
        payment = order_waits(token=ASKS)
    do_jobs()

    with acting_in(cancelling):
        order_is_cancelled(payment)
    deliver("payments")

    assert attempt_of(payment).story["correlation_id"] == str(cancelling.correlation_id)


def test_a_refund_that_is_tried_again_belongs_to_who_had_it_tried(db):
    refund = RefundFactory(state=RefundState.REFUSED, due_at=None)
    trying = Context(correlation_id=new_id())

    with acting_in(trying):
        retry_refund(refund_id=refund.id)

    story = Refund.objects.get().story
    assert story["correlation_id"] == str(trying.correlation_id)
    assert story["causation_id"] == str(stored(RefundRetried).event_id)
