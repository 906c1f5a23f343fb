"""The work of a job belongs to the story of whoever asked for it, whatever became of the hint."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from apps.payments.models import GatewayCallback, PaymentAttempt
from shop.kernel import clock, jobs
from shop.kernel.context import Context, acting_in, current_context
from shop.kernel.errors import Unreachable
from shop.kernel.identity import new_id
from shop.kernel.stories import context_of, present_story
from shop.kernel.tracing import story_of_trace
from tests.factories.payments import PaymentAttemptFactory

pytestmark = pytest.mark.django_db

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def request_of_buyer():
    """A story that a request began, and in which an event is being handled."""
    return Context(
        correlation_id=new_id(),
        causation_id=new_id(),
        actor="customer:1",
        traceparent=TRACEPARENT,
    )


@pytest.fixture
def attempt(request_of_buyer):
    """A job that the request asked for."""
    with acting_in(request_of_buyer):
        return PaymentAttemptFactory()


def context_of_work(attempt):
    """The context in which a worker does the job, of which only the id was told."""
    seen = []
    jobs.perform(PaymentAttempt, attempt.id, lambda _: seen.append(current_context()))
    return seen[0]


def unreachable(_):
    raise Unreachable("no answer")


def test_a_job_whose_hint_was_lost_goes_on_in_the_story_of_the_request(attempt, request_of_buyer):
    context = context_of_work(attempt)

    assert context.correlation_id == request_of_buyer.correlation_id
    assert context.causation_id == request_of_buyer.causation_id
    assert story_of_trace(context.traceparent) == story_of_trace(TRACEPARENT)
    assert context.traceparent != TRACEPARENT


def test_a_job_that_is_asked_again_later_goes_on_in_the_story_of_the_request(
    attempt, request_of_buyer
):
    jobs.perform(PaymentAttempt, attempt.id, unreachable)

    with clock.travelled_to(clock.now() + timedelta(minutes=1)):
        context = context_of_work(attempt)

    assert context.correlation_id == request_of_buyer.correlation_id
    assert context.causation_id == request_of_buyer.causation_id
    assert story_of_trace(context.traceparent) == story_of_trace(TRACEPARENT)


def test_jobs_are_done_by_the_shop_whoever_asked_for_them(attempt):
    assert context_of_work(attempt).actor == "system"
    assert "customer:1" not in str(attempt.story)


def test_whoever_lets_a_job_fall_due_again_gives_it_another_story(attempt):
    staff = Context(correlation_id=new_id())

    with acting_in(staff):
        attempt.fall_due()
    attempt.save()

    assert context_of_work(attempt).correlation_id == staff.correlation_id


def test_an_event_that_asks_for_a_job_is_its_cause(request_of_buyer):
    event_id = new_id()

    with acting_in(request_of_buyer):
        story = present_story(cause=event_id)

    assert context_of(story) == replace(request_of_buyer, causation_id=event_id, actor="system")


def test_a_job_of_an_unknown_story_begins_one_of_its_own(attempt, request_of_buyer):
    attempt.story = {}
    attempt.save()

    context = context_of_work(attempt)

    assert context.correlation_id != request_of_buyer.correlation_id
    assert story_of_trace(context.traceparent) == context.correlation_id


def test_a_release_that_knows_no_stories_goes_on_making_jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_gatewaycallback"
            " (id, provider, event_id, body, state, note, received_at, claims, due_at)"
            " VALUES (%s, 'sandbox', 'evt', '{}', 'received', '', now(), 0, now())",
            [new_id()],
        )

    assert GatewayCallback.objects.get().story == {}
