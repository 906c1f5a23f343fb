"""A trace as text for a terminal, and as values for programs. No personal data."""

from collections.abc import Iterator
from typing import Any

from shop.operations.tracing.deliveries import Standing
from shop.operations.tracing.events import TracedEvent
from shop.operations.tracing.gathering import Trace
from shop.operations.tracing.tree import branches

_MOMENT = "%Y-%m-%d %H:%M:%S"


def as_text(trace: Trace) -> str:
    """Problems first, then the events below their causes, then jobs."""
    return "\n".join([_summary(trace), *_problems(trace), "", *_events(trace), *_jobs(trace)])


def as_values(trace: Trace) -> dict[str, Any]:
    """The same for programs; events name their causes."""
    return {
        "subject": trace.subject,
        "problems": trace.problems,
        "events": trace.events,
        "deliveries": trace.deliveries,
        "jobs": trace.jobs,
        "is_cut": trace.is_cut,
    }


def _summary(trace: Trace) -> str:
    first, last = trace.events[0], trace.events[-1]
    stories = len({event.correlation_id for event in trace.events})
    took = (last.occurred_at - first.occurred_at).total_seconds()
    cut = ", and more that is not shown" if trace.is_cut else ""
    return (
        f"{trace.subject}: {len(trace.events)} events in {stories} stories within {took:.1f} s,"
        f" from {first.occurred_at:{_MOMENT}} UTC on{cut}"
    )


def _problems(trace: Trace) -> Iterator[str]:
    if trace.problems:
        yield ""
        yield "Problems"
    yield from (f"  {problem}" for problem in trace.problems)


def _events(trace: Trace) -> Iterator[str]:
    yield "What happened"
    for root in branches(trace.events):
        for depth, event in root.walk():
            yield _line(trace, event, depth)


def _line(trace: Trace, event: TracedEvent, depth: int) -> str:
    since = (event.occurred_at - trace.events[0].occurred_at).total_seconds()
    name = f"{'  ' * depth}{event.context}.{event.name}"
    about = f"{event.aggregate_type} {event.aggregate_id} #{event.seq}"
    to = event.topic or "in the house"
    return f"  {since:+9.3f} s  {name:<48} {about}  {event.actor}  {to}  {_heard(trace, event)}"


def _heard(trace: Trace, event: TracedEvent) -> str:
    """Who has handled it; who has not is named with what keeps him."""
    heard = [it for it in trace.deliveries if it.event == event.id]
    return ", ".join(
        it.consumer if it.standing is Standing.HANDLED else f"{it.consumer} ({it.standing})"
        for it in heard
    )


def _jobs(trace: Trace) -> Iterator[str]:
    if trace.jobs:
        yield ""
        yield "Jobs"
    for job in trace.jobs:
        due = f"due at {job.due_at:{_MOMENT}} UTC" if job.due_at else "done"
        yield f"  {job.task} {job.id}: begun {job.claims} times, {due}"
