"""The running code as spans of a distributed trace, in the words of W3C Trace Context.

Without `settings.OTEL_EXPORTER_OTLP_ENDPOINT` nobody records spans and nothing of OpenTelemetry is
loaded: a span is then only an id, which travels on as it would otherwise.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.conf import settings

from shop.kernel.context import Context, acting_in, current_context

if TYPE_CHECKING:
    from opentelemetry import trace
    from opentelemetry.context import Context as OpenTelemetryContext

Kind = Literal["SERVER", "CONSUMER"]

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")
_NOT_RECORDED = "00"


class Span:
    """A piece of work that others may call their parent by its `traceparent`."""

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent

    def describe(self, name: str, attributes: Mapping[str, str | int]) -> None:
        """A better name, and what it was about; no personal data."""

    def end(self, failure: BaseException | None = None) -> None:
        """The work is over."""


class RecordedSpan(Span):
    """A span that somebody will look at."""

    def __init__(self, span: "trace.Span") -> None:
        known = span.get_span_context()
        super().__init__(
            f"00-{known.trace_id:032x}-{known.span_id:016x}-{int(known.trace_flags):02x}"
        )
        self._span = span

    def describe(self, name: str, attributes: Mapping[str, str | int]) -> None:
        self._span.update_name(name)
        self._span.set_attributes(attributes)

    def end(self, failure: BaseException | None = None) -> None:
        from opentelemetry.trace import StatusCode

        # Its message stays out: that may hold personal data.
        if failure is not None:
            self._span.set_status(StatusCode.ERROR, type(failure).__qualname__)
        self._span.end()


@contextmanager
def traced(context: Context, name: str, *, kind: Kind) -> Iterator[Span]:
    """Runs the block as a part of `context`, in a span of its own below `context.traceparent`.

    Without a traceparent a trace begins, which has the id of the story.
    """
    with acting_in(context):
        span = _begun(context, name, kind)
    try:
        with acting_in(replace(context, traceparent=span.traceparent)):
            yield span
    except BaseException as failure:
        span.end(failure)
        raise
    span.end()


def valid_traceparent(text: str) -> str:
    """The text if it is a traceparent, else nothing."""
    return text if _TRACEPARENT.fullmatch(text) else ""


def story_of_trace(traceparent: str) -> UUID | None:
    """The id of the story that goes on in this trace; None for a text that is no traceparent."""
    match = _TRACEPARENT.fullmatch(traceparent)
    return UUID(match[1]) if match else None


def _begun(context: Context, name: str, kind: Kind) -> Span:
    tracer = _tracer()
    if tracer is None:
        return Span(_next_traceparent(context))
    from opentelemetry.trace import SpanKind

    # What an exception says may be personal, so the library does not write it down.
    span = tracer.start_span(
        name,
        context=_parent_of(context.traceparent),
        kind=SpanKind[kind],
        record_exception=False,
        set_status_on_exception=False,
    )
    return RecordedSpan(span)


def _next_traceparent(context: Context) -> str:
    match = _TRACEPARENT.fullmatch(context.traceparent)
    trace_id, flags = match.groups() if match else (context.correlation_id.hex, _NOT_RECORDED)
    return f"00-{trace_id}-{secrets.token_hex(8)}-{flags}"


def _parent_of(traceparent: str) -> "OpenTelemetryContext":
    from opentelemetry.context import Context as Nothing
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": traceparent}, context=Nothing())


@cache
def _tracer() -> "trace.Tracer | None":
    """The process's way to the collector; None without one."""
    if not settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        return None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class StoryIds(RandomIdGenerator):
        """A trace that begins here is called like its story, so that one finds the other."""

        def generate_trace_id(self) -> int:
            return current_context().correlation_id.int

    provider = TracerProvider(
        id_generator=StoryIds(),
        resource=Resource.create({"service.name": settings.OTEL_SERVICE_NAME}),
    )
    address = f"{settings.OTEL_EXPORTER_OTLP_ENDPOINT.rstrip('/')}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
    return provider.get_tracer("tradewind")
