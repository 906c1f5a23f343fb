"""Forgets a consumer that exists no more; renames one whose app was renamed."""

from outbox_relay.operating.giving_up import give_up
from outbox_relay.operating.holding import alone_with, let_owners_start_over
from outbox_relay.operating.report import Report
from outbox_relay.process import declared_consumers
from shop.kernel.errors import DomainError
from shop.kernel.models import OutboxCursor, OutboxParkedEvent, OutboxParkedKey


def retire(consumer: str, *, by: str, reason: str = "retired", force: bool = False) -> Report:
    """Deletes the consumer's cursor and lines; what waited in them is kept with what was given up.

    Raises DomainError if this code still has the consumer, unless it is forced.
    """
    if consumer in declared_consumers() and not force:
        raise DomainError(
            f"This code still has the consumer {consumer}: it would begin anew, now, with the next"
            " relay. Say --force if that is meant."
        )
    with alone_with(consumer):
        events = give_up(OutboxParkedEvent.objects.filter(consumer=consumer), reason=reason, by=by)
        lines, _ = OutboxParkedKey.objects.filter(consumer=consumer).delete()
        cursors, _ = OutboxCursor.objects.filter(consumer=consumer).delete()
    return Report(
        text=f"{consumer} is retired: {cursors} cursors and {lines} parked aggregates are deleted,"
        f" {events} events that waited are given up.",
        facts={"consumer": consumer, "cursors": cursors, "lines": lines, "given_up": events},
    )


def rename(old: str, new: str) -> Report:
    """The consumer goes on under its new name, with its lines. To be done before a relay starts.

    Raises DomainError if no consumer of this code has the new name, or if it began already.
    """
    if new not in declared_consumers():
        raise DomainError(f"This code has no consumer {new}; it has {_declared()}.")
    with alone_with(old):
        if OutboxCursor.objects.filter(consumer=new).exists():
            raise DomainError(
                f"{new} has a cursor of its own already: a relay began with it. Let `outbox replay"
                f" {new} --since ...` hand it what it missed, then retire {old}."
            )
        let_owners_start_over(old)
        OutboxCursor.objects.filter(consumer=old).update(consumer=new)
        OutboxParkedKey.objects.filter(consumer=old).update(consumer=new)
    return Report(text=f"{old} is {new} from now on.", facts={"old": old, "new": new})


def _declared() -> str:
    return ", ".join(sorted(declared_consumers()))
