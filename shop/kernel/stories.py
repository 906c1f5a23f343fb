"""What the row of a job keeps of the story that it belongs to: a hint may get lost, a row not."""

from uuid import UUID

import msgspec

from shop.kernel.context import Context, current_context

Story = dict[str, str | None]


def present_story(*, cause: UUID | None = None) -> Story:
    """The story of the running code; the event `cause` stands in for the one that is being handled.

    Who acted stays behind, as jobs are done by the shop.
    """
    context = current_context()
    cause = cause or context.causation_id
    return {
        "correlation_id": str(context.correlation_id),
        "causation_id": str(cause) if cause else None,
        "traceparent": context.traceparent,
    }


def context_of(story: Story) -> Context:
    """The context of a job that goes on in this story; an empty one is unknown, so one begins."""
    return msgspec.convert(story, Context) if story else current_context()
