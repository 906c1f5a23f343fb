import os

import pytest

from shop.operations.running.addresses import Addresses
from shop.operations.running.errors import CannotRun
from shop.operations.running.record import Run, current_run, only_runner, remember_addresses

ADDRESSES = Addresses(web=8000, live=8200, sandbox=8100, metrics=8300, relay_metrics=8301)


def test_a_run_can_be_looked_up_while_it_lives(tmp_path):
    with only_runner(tmp_path):
        starting = current_run(tmp_path)
        remember_addresses(tmp_path, ADDRESSES)
        opened = current_run(tmp_path)
    ended = current_run(tmp_path)

    assert starting == Run(pid=os.getpid(), addresses=None)
    assert opened == Run(pid=os.getpid(), addresses=ADDRESSES)
    assert ended is None


def test_a_second_runner_is_told_where_the_first_one_serves(tmp_path):
    with only_runner(tmp_path):
        remember_addresses(tmp_path, ADDRESSES)

        with pytest.raises(CannotRun, match=r"already runs at http://127\.0\.0\.1:8000\. Use"):
            only_runner(tmp_path).__enter__()


def test_the_record_of_a_killed_runner_is_no_run(tmp_path):
    remember_addresses(tmp_path, ADDRESSES)

    assert current_run(tmp_path) is None


def test_two_folders_have_a_runner_each(tmp_path):
    with only_runner(tmp_path / "one"), only_runner(tmp_path / "two"):
        runs = [current_run(tmp_path / name) for name in ("one", "two")]

    assert None not in runs
