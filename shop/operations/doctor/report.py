from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import DatabaseError

from shop.operations.doctor import backbone, configuration, database, outside, processes, topics
from shop.operations.doctor.findings import Ailment, Gravity


class Examination(Protocol):
    """Looks at one thing; its name is the sentence that is true of a healthy shop."""

    __name__: str

    def __call__(self) -> Iterable[Ailment]:
        """What is wrong with it."""


WITHOUT_DATABASE: tuple[Examination, ...] = (
    configuration.settings_are_safe,
    processes.redis_answers,
    processes.web_answers,
    processes.live_answers,
    processes.sandbox_answers,
    processes.worker_answers,
    processes.beat_ticks,
    topics.topics_are_there,
    outside.breakers_are_closed,
    outside.doors_lead_somewhere,
    outside.real_firms_may_call_back,
)
WITH_DATABASE: tuple[Examination, ...] = (
    database.version_is_known,
    database.settings_keep_promises,
    database.migrations_are_applied,
    database.extensions_are_there,
    database.clocks_agree,
    database.partitions_lie_ahead,
    backbone.relay_owns_every_lane,
    backbone.nobody_is_far_behind,
    backbone.topics_take_events,
    backbone.nothing_is_parked,
    backbone.jobs_are_done,
    outside.callbacks_arrive,
    outside.callbacks_are_about_us,
)


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What was found, in the order of looking."""

    ailments: Sequence[Ailment]

    def of(self, gravity: Gravity) -> list[Ailment]:
        return [ailment for ailment in self.ailments if ailment.gravity == gravity]

    @property
    def is_well(self) -> bool:
        """Nothing is ill; something may be frail."""
        return not self.of(Gravity.ILL)


def diagnosed() -> Diagnosis:
    """Looks at everything once; what cannot be looked at is a finding itself."""
    ailments = [ailment for look in WITHOUT_DATABASE for ailment in _found_by(look)]
    try:
        ailments += [ailment for look in WITH_DATABASE for ailment in look()]
    except DatabaseError as error:
        ailments.append(database.unusable(error))
    return Diagnosis(ailments=ailments)


def _found_by(look: Examination) -> list[Ailment]:
    try:
        return list(look())
    except Exception as error:
        return [
            Ailment(
                part="code",
                sentence=f"It cannot be seen whether {look.__name__.replace('_', ' ')}:"
                f" {type(error).__name__}: {error}",
                remedy="Mend what the error names: shop and commands run the same code.",
            )
        ]
