"""Commands where no shop runs: the first thing that many a newcomer tries."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def manage(tmp_path):
    """`manage(...)`: the finished command, on a state folder that is empty."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={
                **kept,
                "TRADEWIND_STATE": str(tmp_path),
                "DJANGO_SETTINGS_MODULE": "config.settings",
            },
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.parametrize("command", ["verify", "explain stock TEA-250", "expire_holds"])
def test_a_command_says_that_there_is_no_database_and_where_one_comes_from(manage, command):
    done = manage(*command.split())

    assert done.returncode == 1
    assert done.stderr.startswith("There is no database here. `make run` starts one")


def test_the_doctor_finds_that_there_is_no_database(manage):
    done = manage("doctor")

    assert done.returncode == 1
    assert "ill   database: It cannot be used: There is no database here." in done.stdout
