"""With requirements that need no network: none at all, or one that cannot be had."""

import subprocess
import sys

import pytest

from shop.operations.running import virtual_environment
from shop.operations.running.virtual_environment import CannotInstall, provide, python_of

NOWHERE = "http://127.0.0.1:9/simple"
UNOBTAINABLE = f"tradewind-nowhere==1.0 --hash=sha256:{'0' * 64}\n"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", NOWHERE)
    monkeypatch.setenv("PIP_RETRIES", "0")


@pytest.fixture
def requirements(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("# nothing yet\n")
    return file


def test_a_half_finished_environment_is_made_anew_and_a_finished_one_costs_nothing(
    tmp_path, requirements
):
    folder = tmp_path / "venv"
    requirements.write_text(UNOBTAINABLE)
    with pytest.raises(CannotInstall, match="run the same command again"):
        provide(requirements, folder=folder)
    (folder / "half").touch()
    requirements.write_text("# nothing needed\n")

    provide(requirements, folder=folder)
    made = python_of(folder).lstat().st_mtime_ns
    provide(requirements, folder=folder)

    assert not (folder / "half").exists()
    assert not (folder / "unfinished").exists()
    assert python_of(folder).lstat().st_mtime_ns == made
    subprocess.run([python_of(folder), "-c", "import pip"], check=True)  # noqa: S603


def test_other_pins_are_installed_into_the_environment_that_is_there(tmp_path, requirements):
    folder = tmp_path / "venv"
    provide(requirements, folder=folder)
    (folder / "kept").touch()
    requirements.write_text(UNOBTAINABLE)

    with pytest.raises(CannotInstall):
        provide(requirements, folder=folder)

    assert (folder / "kept").exists()


def test_an_old_python_is_told_what_is_needed():
    pretended = "import runpy, sys; sys.version_info = (3, 10, 4)"
    script = f"{pretended}; runpy.run_path({virtual_environment.__file__!r}, run_name='__main__')"

    told = subprocess.run(  # noqa: S603  (the words are the test's own)
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert told.returncode == 1
    assert "is Python 3.10, and Tradewind needs 3.11 or newer. Install one" in told.stderr
