"""What a hint tells a worker besides the row: which event it is about, in which story.

It travels as a header of Celery's message. A lost hint loses it too: the job that the sweeper finds
then begins a story of its own.
"""

from uuid import UUID

from celery import current_app

from shop.kernel.context import Context, current_context

Headers = dict[str, dict[str, str]]

_HEADER = "story"


def headers_of(context: Context) -> Headers:
    """The context for the way to a worker; who acted stays behind, as jobs are done by the shop."""
    story = {
        "correlation_id": str(context.correlation_id),
        "causation_id": str(context.causation_id or ""),
        "traceparent": context.traceparent,
    }
    return {_HEADER: story}


def hinted_context() -> Context:
    """The context that the running task was told of, else that of the running code."""
    task = current_app.current_task
    story = task.request.get(_HEADER) if task else None
    if not story:
        return current_context()
    return Context(
        correlation_id=UUID(story["correlation_id"]),
        causation_id=UUID(story["causation_id"]) if story["causation_id"] else None,
        traceparent=story["traceparent"],
    )
