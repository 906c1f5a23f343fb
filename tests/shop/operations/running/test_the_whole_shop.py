"""The real thing: every process, on embedded engines, in a folder of its own."""

import os
import signal
import sys
from pathlib import Path

import pytest

from shop import engines
from shop.operations.running import marks
from shop.operations.running.health import answers
from shop.operations.running.programs import Program
from shop.operations.running.record import current_run
from shop.operations.running.stopping import stop
from shop.operations.smoke.open_shop import COMMAND, addresses_once_open, own_environment
from tests.shop.operations.running.standins import until


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop").resolve()
    yield folder
    stop(folder)


@pytest.fixture
def start(state):
    programs = []

    def start():
        lines = []
        program = Program(COMMAND, environment=own_environment(state), hear=lines.append)
        programs.append((program, lines))
        return program, lines

    yield start
    for program, lines in programs:
        program.end()
        sys.stdout.writelines(lines)


def test_it_opens_survives_deaths_refuses_a_twin_and_leaves_nothing_behind(start, state):
    shop, lines = start()
    addresses = addresses_once_open(state, shop)
    twin, twin_lines = start()
    until(twin.has_ended)
    until(lambda: one_of(state, "relay"))

    os.kill(one_of(state, "relay"), signal.SIGKILL)
    until(lambda: said(lines, "relay ended (killed by SIGKILL); it is started again in 0.5 s."))
    until(lambda: one_of(state, "relay"))
    answered = answers(addresses.web) and answers(addresses.live)
    shop.ask_to_end()
    until(shop.has_ended)

    assert answered
    assert said(lines, f"storefront     {addresses.shop}/")
    assert twin.end() == 1
    assert said(twin_lines, f"Tradewind already runs at {addresses.shop}. Use that one")
    assert shop.end() == 0
    assert marks.marked(state) == []
    assert engines.address_of_postgres(state) is None
    assert engines.address_of_valkey(state) is None


def test_after_a_kill_it_ends_what_was_left_and_simply_works(start, state):
    killed, _ = start()
    addresses_once_open(state, killed)
    until(lambda: one_of(state, "relay"))
    os.kill(current_run(state).pid, signal.SIGKILL)
    until(killed.has_ended)
    left = marks.marked(state)

    shop, lines = start()
    addresses = addresses_once_open(state, shop)
    answered = answers(addresses.web)
    survivors = set(left) & set(marks.marked(state))
    stop(state)
    until(shop.has_ended)

    assert left
    assert said(lines, "processes that a killed earlier run had left.")
    assert answered
    assert survivors == set()
    assert shop.end() == 0
    assert marks.marked(state) == []


def said(lines: list[str], sentence: str) -> bool:
    return any(sentence in line for line in lines)


def one_of(state: Path, word: str) -> int | None:
    """A process of the shop that was started with this word."""
    found = [pid for pid in marks.marked(state) if word in _words_of(pid)]
    return found[0] if found else None


def _words_of(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []
