"""python -m tests.faults.hardships [NAME...]: those hardships, or all. See `sizes` for how much."""

import sys
from collections.abc import Callable

from tests.faults.certificate.killing import NoRecovery
from tests.faults.hardships.away import BrokerAway, NotAllowed, TooFewCopies, TopicGone
from tests.faults.hardships.clock import ClockJumps
from tests.faults.hardships.database import (
    CommitCrashes,
    DatabaseRestarts,
    DatabaseStorm,
    NoPatience,
    NoSlots,
)
from tests.faults.hardships.failover import Failover
from tests.faults.hardships.hardship import Hardship, NotHere
from tests.faults.hardships.held import HeldSnapshot, HeldTransaction
from tests.faults.hardships.newcomer import FromZero
from tests.faults.hardships.play import played
from tests.faults.hardships.telling import lines_of

HARDSHIPS: dict[str, Callable[[], Hardship]] = {
    hardship.name: hardship
    for hardship in (
        *(HeldTransaction, HeldSnapshot),
        *(BrokerAway, TopicGone, TooFewCopies, NotAllowed),
        *(DatabaseRestarts, DatabaseStorm, CommitCrashes, NoSlots, NoPatience, Failover),
        *(ClockJumps, FromZero),
    )
}


def main() -> int:
    chosen = sys.argv[1:] or list(HARDSHIPS)
    if unknown := set(chosen) - HARDSHIPS.keys():
        sys.stderr.write(f"There is no {', '.join(unknown)}; there are {', '.join(HARDSHIPS)}.\n")
        return 2
    survived = [_is_survived(HARDSHIPS[name]()) for name in chosen]
    return 0 if all(survived) else 1


def _is_survived(hardship: Hardship) -> bool:
    try:
        outcome = played(hardship)
    except NotHere as reason:
        sys.stdout.write(f"{hardship.name}: left out. {reason}\n")
        return True
    except NoRecovery as failure:
        sys.stdout.write(f"{hardship.name}: {failure}\n")
        return False
    sys.stdout.write("\n".join([*lines_of(hardship, outcome), "", ""]))
    sys.stdout.flush()
    return outcome.is_good


if __name__ == "__main__":
    sys.exit(main())
