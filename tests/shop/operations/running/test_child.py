import io
import os
import signal

import pytest

from shop.operations.running.child import Child
from shop.operations.running.log import Log
from tests.shop.operations.running.standins import (
    PARENT,
    PATIENT,
    environment,
    is_alive,
    python,
    until,
)

SECOND_TIME_LUCKY = """
from pathlib import Path
tries = Path({!r})
tries.write_text("again" if tries.exists() else "once")
raise SystemExit(tries.read_text() == "once")
"""

PLACE = """
import os, time
print("session", os.getsid(0), "leads its group:", os.getpgrp() == os.getpid(), flush=True)
time.sleep(600)
"""


class Clock:
    """Time that passes when the test says so; seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def told() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def begin(told, clock):
    children = []

    def begin(source, **kind):
        child = Child(python(source, **kind), environment(), log=Log(told), clock=clock)
        children.append(child)
        child.look_after()
        return child

    yield begin
    for child in children:
        child.end()


def test_what_a_process_writes_is_repeated_under_its_name(begin, told):
    begin("print('one'); print('two')")

    until(lambda: "two" in told.getvalue())

    assert told.getvalue() == "standin   | one\nstandin   | two\n"


def test_a_process_that_ended_is_named_and_started_again_after_a_pause(begin, told, clock):
    child = begin("print('begun'); raise SystemExit(3)")
    until(lambda: not child.runs())

    child.look_after()
    too_early = told.getvalue().count("begun")
    clock.now += 0.5
    child.look_after()
    until(lambda: told.getvalue().count("begun") == 2)

    assert too_early == 1
    assert "standin ended (status 3); it is started again in 0.5 s." in told.getvalue()


def test_pauses_grow_up_to_half_a_minute_and_shrink_after_a_minute_of_peace(begin, told, clock):
    child = begin("pass")
    for lived in (0, 0, 0, 0, 0, 0, 0, 0, 61):
        until(lambda: not child.runs())
        clock.now += lived
        child.look_after()
        clock.now += 30
        child.look_after()

    pauses = [line.split()[-2] for line in told.getvalue().splitlines()]

    assert pauses == ["0.5", "1", "2", "4", "8", "16", "30", "30", "0.5"]


def test_a_killed_process_takes_its_own_processes_along(begin, told, clock):
    child = begin(PARENT)
    until(lambda: told.getvalue().endswith("\n"))
    grandchild = int(told.getvalue().split()[-1])

    os.kill(_parent_of(grandchild), signal.SIGKILL)
    until(lambda: not child.runs())
    child.look_after()
    until(lambda: not is_alive(grandchild))

    assert "standin ended (killed by SIGKILL)" in told.getvalue()


def test_an_errand_is_repeated_until_it_succeeds(begin, told, clock, tmp_path):
    tries = tmp_path / "tries"
    child = begin(SECOND_TIME_LUCKY.format(str(tries)), is_errand=True)

    for _ in range(4):
        until(lambda: not child.runs())
        child.look_after()
        clock.now += 30
        child.look_after()

    assert tries.read_text() == "again"
    assert told.getvalue().count("standin ended (status 1)") == 1


def test_a_process_that_is_well_is_left_alone(begin, told, clock):
    child = begin(PATIENT)
    until(lambda: "ready" in told.getvalue())

    clock.now += 3600
    child.look_after()

    assert told.getvalue() == "standin   | ready\n"


def _parent_of(pid: int) -> int:
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rpartition(")")[2].split()[1])


def test_a_process_is_weighed_against_its_neighbours_and_no_ctrl_c_reaches_it(begin, told):
    begin(PLACE)

    until(told.getvalue)

    assert f"session {os.getsid(0)} leads its group: True" in told.getvalue()
