import os
import subprocess
import sys
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from shop.kernel import tracing
from shop.kernel.api.middleware import StoryMiddleware
from shop.kernel.context import Context, current_context
from shop.kernel.identity import new_id
from shop.kernel.tracing import story_of_trace, traced
from tests.shop.kernel.collector import open_collector

TRACE = "0af7651916cd43dd8448eb211c80319c"
OUTSIDE = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture
def collector(settings):
    """Spans are recorded and sent here."""
    with open_collector() as opened:
        settings.OTEL_EXPORTER_OTLP_ENDPOINT = opened.address
        tracing._tracer.cache_clear()
        yield opened
        tracing._tracer.cache_clear()


def sent_to(collector):
    provider = tracing._tracer().span_processor
    assert provider.force_flush()
    return collector.spans


def by_name(collector):
    return {span.name: span for span in sent_to(collector)}


def inner_traceparent():
    with traced(current_context(), "inner", kind="CONSUMER") as span:
        return span.traceparent


def context_in_request(**headers):
    """The context that a view sees, and the answer."""
    seen = []

    def view(_):
        seen.append(current_context())
        return HttpResponse()

    answer = StoryMiddleware(view)(RequestFactory().get("/somewhere", headers=headers))
    return seen[0], answer


def test_a_trace_of_the_caller_goes_on_and_names_the_story():
    context, answer = context_in_request(traceparent=OUTSIDE)

    assert context.correlation_id == UUID(TRACE)
    assert answer["X-Correlation-Id"] == str(UUID(TRACE))
    assert context.traceparent[:36] == OUTSIDE[:36]
    assert context.traceparent[36:52] != OUTSIDE[36:52]
    assert context.traceparent.endswith("-01")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "nonsense",
        OUTSIDE.upper(),
        f"{OUTSIDE}-more",
        f"ff{OUTSIDE[2:]}",
        OUTSIDE.replace(TRACE, "0" * 32),
        OUTSIDE.replace("b7ad6b7169203331", "0" * 16),
    ],
)
def test_what_is_no_traceparent_is_ignored_and_a_trace_named_like_the_story_begins(bad):
    context, _ = context_in_request(traceparent=bad)

    assert TRACE not in context.traceparent
    assert story_of_trace(context.traceparent) == context.correlation_id


@pytest.mark.parametrize("nothing", ["00000000-0000-0000-0000-000000000000", "who knows"])
def test_a_story_without_a_name_gets_one(nothing):
    context, _ = context_in_request(**{"X-Correlation-Id": nothing})

    assert context.correlation_id.version == 7


def test_unrecorded_spans_follow_each_other_in_one_trace():
    story = Context(correlation_id=new_id())

    with traced(story, "outer", kind="SERVER") as outer:
        inner = inner_traceparent()

    assert story_of_trace(outer.traceparent) == story_of_trace(inner)
    assert outer.traceparent != inner
    assert inner.endswith("-00")


def test_without_a_collector_the_library_is_not_loaded():
    # redis-py loads the library's metrics where they are installed; what records spans is ours.
    look = (
        "import django, sys; django.setup()\n"
        "from shop.kernel.tracing import *\n"
        "with traced(current_context(), 'x', kind='SERVER') as span: print(span.traceparent)\n"
        "print({'opentelemetry.sdk.trace', 'opentelemetry.exporter'} & set(sys.modules))"
    )

    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", look],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()

    assert len(said[0]) == len(OUTSIDE)
    assert said[1] == "set()"


def test_recorded_spans_arrive_with_their_parents(collector):
    story = Context(correlation_id=new_id())

    with traced(story, "outer", kind="SERVER") as outer:
        inner_traceparent()

    spans = by_name(collector)
    assert spans["outer"].trace_id == story.correlation_id.bytes
    assert spans["outer"].parent_span_id == b""
    assert spans["inner"].trace_id == story.correlation_id.bytes
    assert spans["inner"].parent_span_id == spans["outer"].span_id
    assert spans["outer"].span_id.hex() in outer.traceparent


def test_a_recorded_request_is_below_the_span_of_its_caller_and_keeps_addresses_secret(collector):
    context, _ = context_in_request(traceparent=OUTSIDE)

    (span,) = sent_to(collector)
    assert span.parent_span_id.hex() == "b7ad6b7169203331"
    assert span.span_id.hex() in context.traceparent
    assert "somewhere" not in str(span)


def test_a_failure_is_told_without_what_it_says(collector):
    story = Context(correlation_id=new_id())

    with pytest.raises(ValueError, match="no number"), traced(story, "fails", kind="CONSUMER"):
        raise ValueError("ada@example.com is no number")

    span = by_name(collector)["fails"]
    assert (span.status.code, span.status.message) == (2, "ValueError")
    assert "ada@example.com" not in str(span)


def test_a_trace_that_the_caller_does_not_record_is_not_recorded_here(collector):
    context, _ = context_in_request(traceparent=OUTSIDE.removesuffix("01") + "00")

    assert sent_to(collector) == []
    assert context.traceparent[:36] == OUTSIDE[:36]
