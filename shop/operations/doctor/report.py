from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError

from shop.operations.doctor import backbone, configuration, database, outside, processes, topics
from shop.operations.doctor.findings import Ailment, Gravity

Examination = Callable[[], Iterable[Ailment]]

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
    backbone.nothing_is_parked,
    backbone.jobs_are_done,
    outside.callbacks_arrive,
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
    ailments = [ailment for look in WITHOUT_DATABASE for ailment in look()]
    try:
        ailments += [ailment for look in WITH_DATABASE for ailment in look()]
    except DatabaseError as error:
        ailments.append(database.unusable(error))
    return Diagnosis(ailments=ailments)
