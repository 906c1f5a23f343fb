"""Runs a state machine of Hypothesis the way all of ours are run."""

import os
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

THOROUGH = int(os.environ.get("THOROUGH", "1"))
"""So many times the examples that a change is tried with; `make soak` tries many more."""


def hold_always(
    machine: Callable[[], RuleBasedStateMachine], *, examples: int, steps: int = 25
) -> None:
    """Tries so many sequences of steps; fails with the shortest after which something is wrong.

    There is no deadline: nothing depends on how fast the machine is.
    """
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples * THOROUGH,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
