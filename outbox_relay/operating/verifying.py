"""Do the tables of the outbox fit together, and belong to this cluster and this code?"""

from collections.abc import Iterator

from outbox_relay.lineage import is_from_another_cluster
from outbox_relay.operating.report import Report
from outbox_relay.process import unknown_consumers
from shop.kernel.outbox import soundness
from shop.kernel.outbox.soundness import Flaw


def verify() -> Report:
    """Names everything that does not fit."""
    flaws = [flaw for check in CHECKS for flaw in check()]
    lines = [f"{flaw.subject}: {flaw.sentence} ({flaw.rule})" for flaw in flaws]
    return Report(
        text="\n".join(lines) or "The outbox is sound.",
        facts={"flaws": flaws},
        wrong=f"{len(flaws)} flaws." if flaws else "",
    )


def every_consumer_is_known() -> Iterator[Flaw]:
    for consumer in unknown_consumers():
        yield Flaw(
            rule="every consumer is known",
            subject=consumer,
            sentence="it has a cursor, but this code has no such consumer: rename or retire it.",
        )


def transactions_are_of_this_cluster() -> Iterator[Flaw]:
    if is_from_another_cluster():
        yield Flaw(
            rule="transactions are of this cluster",
            subject="outbox_event",
            sentence="it was restored from another one: run `outbox rebase` before a relay.",
        )


CHECKS = (
    soundness.sequences_have_no_gap,
    soundness.cursors_stand_at_ticks,
    soundness.ticks_hide_nothing,
    soundness.lines_have_events,
    soundness.partitions_lie_ahead,
    every_consumer_is_known,
    transactions_are_of_this_cluster,
)
