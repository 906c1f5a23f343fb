"""One hardship from the first process to the last comparison."""

import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.certificate.books import Findings, compared
from tests.faults.certificate.services import Services, own_services
from tests.faults.certificate.setting import (
    RELAYS,
    environment_of,
    living_relays,
    set_up,
)
from tests.faults.checker.journal import commit_times, read_journal
from tests.faults.hardships.broker import Broker
from tests.faults.hardships.figures import Figures, Phases, figures_of
from tests.faults.hardships.hardship import Facts, Hardship, Play
from tests.faults.hardships.scales import Scales
from tests.faults.hardships.server import Server
from tests.faults.hardships.sizes import CALM_SECONDS, CONTROL, RATE
from tests.faults.hardships.writer import Pace
from tests.faults.hardships.writing import Writers

WARM_UP_SECONDS = 10.0
MOST_GROWTH_MB = 200.0
"""A relay's queues to Kafka are bounded; the rest is what Python keeps."""


@dataclass(frozen=True)
class Outcome:
    """All that is known at the end; `broken` are sentences about what must not be."""

    findings: Findings
    figures: Figures
    facts: Facts
    megabytes: tuple[float, float, float]
    broken: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return self.findings.is_clean and not self.broken


def played(hardship: Hardship) -> Outcome:
    """Goes through it on engines of its own. Raises NotHere and NoRecovery."""
    with (
        TemporaryDirectory(prefix="hardship-") as name,
        own_services(Path(name) / "services") as services,
    ):
        try:
            return _played(hardship, services, Path(name))
        finally:
            hardship.close()


def _played(hardship: Hardship, services: Services, folder: Path) -> Outcome:
    hardship.prepare(services)
    environment = environment_of(services, folder)
    Broker(services).write_its_own_time()
    set_up(environment)
    environments = [
        {**environment, **_of_proofs(hardship), **hardship.environment_of(number, folder)}
        for number in range(RELAYS)
    ]
    pace = Pace(RATE, rolled_back=hardship.rolled_back)
    writers = Writers(environment["DATABASE_URL"], folder, pace)
    chance = random.Random(0)  # noqa: S311 - nobody is killed by chance
    with living_relays(environments, chance, control=CONTROL) as relays:
        play = Play(services, folder, environment, relays, writers)
        scales = Scales(relays)
        with writers:
            phases, facts = _suffered(hardship, play, scales)
        play.await_all_handled()
        return _compared(hardship, play, scales, phases, facts)


def _of_proofs(hardship: Hardship) -> dict[str, str]:
    return {"UNLUCKY": os.environ.get("UNLUCKY", "0"), "HEARING": " ".join(hardship.consumers)}


def _suffered(hardship: Hardship, play: Play, scales: Scales) -> tuple[Phases, Facts]:
    play.endure(WARM_UP_SECONDS)
    Server(play.services).forget_statements()
    scales.start()
    try:
        begun = time.time()
        play.endure(CALM_SECONDS)
        bad = time.time()
        facts = hardship.befall(play)
        over = time.time()
        play.await_all_told()
        play.endure(CALM_SECONDS)
    finally:
        scales.stop()
    return Phases(begun, bad, over, time.time()), facts


def _compared(
    hardship: Hardship, play: Play, scales: Scales, phases: Phases, facts: Facts
) -> Outcome:
    told = hardship.told(play)
    figures = figures_of(commit_times(play.folder), told, phases)
    with play.session() as session:
        findings = compared(session, told, hardship.consumers, read_journal(play.folder))
    megabytes = (
        scales.heaviest(phases.begun, phases.bad),
        scales.heaviest(phases.bad, phases.over),
        scales.heaviest(phases.over, phases.ended),
    )
    _judge(hardship, play, figures, megabytes)
    return Outcome(findings, figures, facts, megabytes, tuple(play.broken))


def _judge(
    hardship: Hardship, play: Play, figures: Figures, megabytes: tuple[float, float, float]
) -> None:
    during, limit = figures.during, figures.limit_ms
    play.demand("Events were never in time again.", holds=figures.normal_again_seconds is not None)
    play.demand(
        f"Others felt it: p99 above {limit:.0f} ms.",
        holds=hardship.is_felt or (during is not None and during.p99 <= limit),
    )
    play.demand(
        f"A relay grew by more than {MOST_GROWTH_MB:.0f} MB.",
        holds=max(megabytes) - megabytes[0] <= MOST_GROWTH_MB,
    )
