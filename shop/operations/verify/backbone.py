"""6. The sequence of every aggregate has no gap, nobody is behind, nothing is parked unseen."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from shop.kernel.models import OutboxParkedKey
from shop.kernel.outbox import soundness
from shop.kernel.outbox import standing as outbox
from shop.kernel.outbox.standing import LAG_LIMIT, standings
from shop.operations.verify.findings import Finding, Standing


def the_outbox_is_sound() -> Iterator[Finding]:
    for check in (
        soundness.sequences_have_no_gap,
        soundness.cursors_stand_at_ticks,
        soundness.ticks_hide_nothing,
        soundness.lines_have_events,
    ):
        for flaw in check():
            yield Finding(invariant=flaw.rule, subject=flaw.subject, sentence=flaw.sentence)


def consumers_keep_up() -> Iterator[Finding]:
    for consumer, shards in groupby(standings(), key=attrgetter("consumer")):
        count, age = _behind(list(shards))
        if count:
            yield Finding(
                invariant="no consumer is behind",
                subject=f"consumer {consumer}",
                sentence=f"{count} events behind, the oldest for {age.total_seconds():.0f} s.",
                standing=Standing.BROKEN if age > LAG_LIMIT else Standing.OPEN,
            )


def no_aggregate_is_parked() -> Iterator[Finding]:
    for parked in OutboxParkedKey.objects.order_by("parked_at"):
        yield Finding(
            invariant="no aggregate is parked",
            subject=f"{parked.consumer} {parked.key}",
            sentence=f"{parked.state} after {parked.attempts} attempts: {parked.error}",
        )


def _behind(shards: Sequence[outbox.Standing]) -> tuple[int, timedelta]:
    return sum(it.events_behind for it in shards), max(it.behind for it in shards)
