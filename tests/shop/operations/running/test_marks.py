import os
import signal

import pytest

from shop.operations.running import marks
from shop.operations.running.programs import Program
from tests.shop.operations.running.standins import (
    PARENT,
    PATIENT,
    environment,
    is_alive,
    python,
    until,
)


@pytest.fixture
def start():
    programs = []

    def start(source, folder):
        lines = []
        marked = environment(**{marks.VARIABLE: str(folder)})
        programs.append(Program(python(source).command, environment=marked, hear=lines.append))
        until(lambda: lines)
        return programs[-1], lines

    yield start
    for program in programs:
        program.end()


def test_children_and_grandchildren_of_a_run_are_found(start, tmp_path):
    _, lines = start(PARENT, tmp_path)

    found = marks.marked(tmp_path)

    assert len(found) == 2
    assert int(lines[0]) in found


def test_an_orphan_whose_parent_is_dead_is_ended(start, tmp_path):
    program, lines = start(PARENT, tmp_path)
    orphan = int(lines[0])
    parent = next(pid for pid in marks.marked(tmp_path) if pid != orphan)
    os.kill(parent, signal.SIGKILL)
    until(program.has_ended)

    ended = marks.end_marked(tmp_path)

    assert ended == 1
    assert not is_alive(orphan)


def test_the_processes_of_another_folder_are_left_alone(start, tmp_path):
    start(PATIENT, tmp_path / "theirs")

    ended = marks.end_marked(tmp_path / "ours")

    assert ended == 0
    assert len(marks.marked(tmp_path / "theirs")) == 1


def test_the_process_that_asks_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv(marks.VARIABLE, str(tmp_path))

    ended = marks.end_marked(tmp_path)

    assert ended == 0
