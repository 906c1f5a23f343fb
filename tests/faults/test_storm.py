"""The storm in small; shops that are broken on purpose need a longer one to be convicted."""

from tests.faults.storm.run import Size, storm
from tests.faults.storm.telling import lines_of
from tests.faults.storm.wishes import SHAPES


def weathered(folder, **size):
    """What a storm of that size left behind; printed, because its seed repeats it."""
    size = Size(hold_seconds=40, **size)
    outcome = storm(size, folder)
    print("\n".join(lines_of(size, outcome)))  # noqa: T201
    return outcome


def test_nobody_sees_an_error_and_nothing_is_oversold_whatever_is_wanted_at_once(tmp_path):
    outcome = weathered(tmp_path, clients=8, orders=120)

    assert outcome.accused == []
    assert outcome.deadlocks == 0
    assert len(outcome.record.accepted) + outcome.record.rejected == 120
    assert outcome.record.shapes.keys() == SHAPES.keys()
    # A storm in which nothing ran out, or nothing was sold, would prove little.
    assert outcome.record.rejected > 0
    assert outcome.sold.total() > 0
