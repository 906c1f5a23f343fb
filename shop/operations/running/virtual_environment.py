"""Makes `.venv` and installs locked requirements: `python3 virtual_environment.py FILE...`.

Runs on a bare Python, before anything is installed: nothing but the standard library here, and
no syntax that an old Python could not read far enough to say that it is too old.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
PROJECT = Path(__file__).resolve().parents[3]
PIP_INSTALL = (
    *("-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary=:all:"),
    *("--disable-pip-version-check", "--no-input", "--quiet", "--progress-bar=off"),
)


class CannotInstall(Exception):
    """The environment is not complete; the text says what happened and what to do."""


def provide(requirements: Path, *, folder: Path) -> None:
    """Leave a virtual environment in the folder that has exactly these pins; raise CannotInstall.

    Costs no network and next to no time when the very same file was installed before. What a
    killed earlier call left half-done is thrown away.
    """
    stamp, unfinished = _stamp(requirements, folder), folder / "unfinished"
    if stamp.exists() and not unfinished.exists() and _works(folder):
        return
    if unfinished.exists() or not _works(folder):
        _make_anew(folder)
    unfinished.touch()
    _install(requirements, folder)
    stamp.touch()
    unfinished.unlink()


def python_of(folder: Path) -> Path:
    return folder / "bin" / "python"


def _stamp(requirements: Path, folder: Path) -> Path:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    return folder / f"installed-{requirements.stem}-{digest}"


def _works(folder: Path) -> bool:
    """Tell whether the folder has an environment of the very Python that asks."""
    library = folder / "lib" / "python{}.{}".format(*sys.version_info)
    return library.is_dir() and os.access(python_of(folder), os.X_OK)


def _make_anew(folder: Path) -> None:
    _say(f"Making a virtual environment in {folder.name}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "unfinished").touch()
    try:
        venv.create(folder, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as trouble:
        raise CannotInstall(
            f"A virtual environment could not be made in {folder} ({trouble}). "
            "On Debian and Ubuntu, `apt install python3-venv` adds what is missing; "
            "otherwise look for a full disk or missing rights."
        ) from trouble


def _install(requirements: Path, folder: Path) -> None:
    _say(f"Installing {requirements.name} (a minute or so, only when it has changed)")
    command = [str(python_of(folder)), *PIP_INSTALL, "--requirement", str(requirements)]
    if subprocess.run(command, check=False).returncode != 0:  # noqa: S603  (the words are ours)
        raise CannotInstall(
            f"The packages of {requirements.name} could not be installed; pip says why above. "
            "With a network and some free disk, run the same command again."
        )


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence} ...\n")
    sys.stdout.flush()


def main() -> int:
    if sys.version_info < OLDEST:
        version = ".".join(str(part) for part in sys.version_info[:2])
        sys.stderr.write(
            f"{sys.executable} is Python {version}, and Tradewind needs 3.11 or newer. "
            "Install one and name it, like `make run PYTHON=python3.12`.\n"
        )
        return 1
    try:
        _provide_all([PROJECT / name for name in sys.argv[1:]])
    except (CannotInstall, OSError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def _provide_all(files: "list[Path]") -> None:
    """One call at a time: two that install into one folder would spoil it."""
    with (PROJECT / "requirements.txt").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for requirements in files:
            provide(requirements, folder=PROJECT / ".venv")


if __name__ == "__main__":
    sys.exit(main())
