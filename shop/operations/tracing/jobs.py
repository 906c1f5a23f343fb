"""Jobs that events name: the rows that ask something of outside firms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shop.kernel import clock
from shop.kernel.jobs import job_models
from shop.operations.tracing.events import TracedEvent

LATE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class TracedJob:
    """`claims` times it was begun; `due_at` is when it goes on, None when nothing is left to do."""

    task: str
    id: UUID
    claims: int
    due_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether no worker took it although it has been due for a while."""
        return self.due_at is not None and self.due_at < clock.now() - LATE


def jobs_of(told: Sequence[TracedEvent]) -> list[TracedJob]:
    """The jobs whose ids the events name, by task and age; one look into each table of jobs."""
    named = {named for event in told for named in event.ids.values()}
    return [
        TracedJob(task=model.task, id=pk, claims=claims, due_at=due_at)
        for model in sorted(job_models(), key=lambda model: model.task)
        for pk, claims, due_at in model.objects.filter(pk__in=named)
        .order_by("pk")
        .values_list("pk", "claims", "due_at")
    ]
