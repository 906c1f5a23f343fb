"""Runs a state machine of Hypothesis the way all of ours are run."""

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def hold_always(machine: Callable[[], RuleBasedStateMachine], *, examples: int) -> None:
    """Tries so many sequences of 25 steps; fails with the shortest after which something is wrong.

    There is no deadline: nothing depends on how fast the machine is.
    """
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
