"""Do events arrive, and is the work that they ask for done?"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Min

from shop.kernel import clock
from shop.kernel.bus import consumers
from shop.kernel.jobs import job_models
from shop.kernel.models import OutboxParkedKey
from shop.kernel.outbox.standing import LAG_LIMIT, standings
from shop.operations.doctor.findings import Ailment, Gravity

JOBS_LATE = timedelta(minutes=1)
_START = "Start `manage.py relay`."


def relay_owns_every_lane() -> Iterator[Ailment]:
    known = standings()
    unowned = sorted({it.consumer for it in known if not it.is_owned and not it.paused})
    expected = set(settings.CONSUMERS_HERE or consumers())
    never = sorted(expected - {it.consumer for it in known})
    if unowned or never:
        yield Ailment(
            part="relay",
            sentence=f"No relay looks after {', '.join(unowned + never)}: nothing follows from what"
            " happens in the shop.",
            remedy=_START,
        )
    for paused in (it for it in known if it.paused):
        yield Ailment(
            part="relay",
            sentence=f"{paused.consumer}/{paused.shard} is paused.",
            remedy=f"`manage.py outbox resume {paused.consumer}` when its cause is mended.",
            gravity=Gravity.FRAIL,
        )


def nobody_is_far_behind() -> Iterator[Ailment]:
    for late in (it for it in standings() if it.behind > LAG_LIMIT):
        yield Ailment(
            part="relay",
            sentence=f"{late.consumer}/{late.shard} is {late.events_behind} events and"
            f" {late.behind.total_seconds():.0f} s behind.",
            remedy="If no relay runs, start one; else its log says what holds it up.",
        )


def topics_take_events() -> Iterator[Ailment]:
    for failing in (it for it in standings() if it.failing_since):
        yield Ailment(
            part="topics",
            sentence=f"{failing.consumer}/{failing.shard} takes nothing since"
            f" {failing.failing_since:%Y-%m-%d %H:%M:%S} UTC, {failing.failures} tries:"
            f" {failing.error}",
            remedy="Mend what the error names; the relay goes on by itself then, and events wait"
            " for it.",
        )


def nothing_is_parked() -> Iterator[Ailment]:
    parked = OutboxParkedKey.objects.order_by("parked_at")
    for line in parked[:20]:
        yield Ailment(
            part="parked",
            sentence=f"{line.consumer} could not handle {line.key} ({line.state} after"
            f" {line.attempts} attempts): {line.error}",
            remedy="Mend what the error names, then retry it on the admin's page of parked keys.",
        )


def jobs_are_done() -> Iterator[Ailment]:
    """A row that is overdue was not even claimed: whoever claims it moves its time on."""
    for model in job_models():
        late = model.objects.filter(due_at__lt=clock.now() - JOBS_LATE)
        oldest = late.aggregate(oldest=Min("due_at"))["oldest"]
        if oldest:
            yield Ailment(
                part="worker",
                sentence=f"{late.count()} jobs of {model.task} wait since {oldest:%H:%M:%S} UTC.",
                remedy="Start a worker and beat; if both run, start more workers.",
            )
