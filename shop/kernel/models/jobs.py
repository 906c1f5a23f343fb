from datetime import timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from shop.kernel import clock
from shop.kernel.errors import ClaimLost
from shop.kernel.stories import Story, present_story


class Job(models.Model):
    """A row that asks something of the outside world. The row is the job.

    It waits while `due_at` is set. Whoever claims it moves `due_at` on by the length of the claim,
    so a crash needs no clean-up: the row falls due again. What a claim brought in is recorded only
    if no later claim was made meanwhile. `task` names the Celery task that works on such rows.

    `story` is what the work belongs to, however often it is begun: that of whoever made the row or
    let it fall due. Rows from before there were stories have an empty one.
    """

    task: ClassVar[str]
    claim_length: ClassVar[timedelta] = timedelta(seconds=60)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    claims = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True, default=clock.now)
    story: models.JSONField[Story, Story] = models.JSONField(
        default=present_story, db_default={}, editable=False
    )

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at"],
                name="%(class)s_due",
                condition=models.Q(due_at__isnull=False),
            ),
        ]

    @property
    def longest_pause(self) -> float:
        """Seconds after which a firm that gave no answer is asked again at the latest."""
        return 300

    def confirm_claim(self, claims: int) -> None:
        """Raises ClaimLost unless claim number `claims` is still the latest one."""
        if self.claims != claims:
            raise ClaimLost(f"{self} was claimed again: claim {claims}, now {self.claims}.")

    def name_cause(self, event_id: UUID) -> None:
        """What the job publishes was caused by this event, which asks for the job."""
        self.story = present_story(cause=event_id)

    def finish(self) -> None:
        """Nothing is left to do."""
        self.due_at = None

    def fall_due(self) -> None:
        """Due at once, because of what is going on here: what is done then belongs to that."""
        self.due_at = clock.now()
        self.story = present_story()

    def postpone(self, delay: timedelta) -> None:
        """Due again after `delay`, for the same reason as before."""
        self.due_at = clock.now() + delay
