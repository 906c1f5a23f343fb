import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SOME_TESTS = """
import pytest

def test_plain(): pass

@pytest.mark.needs_kafka
def test_with_a_broker(): pass
"""
SKIPPED = """
import pytest

@pytest.mark.skip(reason="tired")
def test_skipped(): pass
"""


@pytest.fixture
def run_tests(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = needs_kafka\n")

    def run(source, *arguments, **environment):
        (tmp_path / "test_some.py").write_text(source)
        words = [sys.executable, "-m", "pytest", "-p", "tests.left_out", "-p", "no:django"]
        return subprocess.run(  # noqa: S603  (the words are the tests' own)
            [*words, *arguments, tmp_path],
            cwd=PROJECT,
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


ALONE_OR_NOT = pytest.mark.parametrize("processes", ["-n0", "-n2"])


@ALONE_OR_NOT
def test_tests_that_need_kafka_are_counted_and_named_when_there_is_none(run_tests, processes):
    done = run_tests(SOME_TESTS, processes)

    assert done.returncode == 0
    assert "1 passed, 1 deselected" in done.stdout
    assert "1 tests need Kafka and were left out" in done.stdout
    assert "test_some.py::test_with_a_broker" in done.stdout


def test_they_run_with_a_broker(run_tests):
    done = run_tests(SOME_TESTS, KAFKA_BOOTSTRAP_SERVERS="broker.example:9092")

    assert "2 passed" in done.stdout
    assert "left out" not in done.stdout


@ALONE_OR_NOT
@pytest.mark.parametrize("source", [SOME_TESTS, SKIPPED])
def test_nothing_may_be_left_out_where_everything_is_required(run_tests, source, processes):
    done = run_tests(source, processes, TRADEWIND_REQUIRE_ALL="1")

    assert done.returncode == 1
    assert "TRADEWIND_REQUIRE_ALL=1, and 1 tests were skipped or left out" in done.stdout


def test_a_run_that_leaves_nothing_out_is_content(run_tests):
    done = run_tests("def test_plain(): pass", TRADEWIND_REQUIRE_ALL="1")

    assert done.returncode == 0
