"""Looks at the system from outside: what runs, what listens, what is kept."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

PROJECT = Path(__file__).parents[3]
START = (sys.executable, "-m", "shop.engines", "start", "--folder")


def processes_of(folder: Path) -> list[int]:
    """Every living process that works in the folder or was started with a path in it."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if pid != os.getpid() and _belongs(pid, folder)]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "waited 120 seconds in vain"
        time.sleep(0.005)


def begin_start(folder: Path) -> subprocess.Popen[str]:
    return in_background(*START, folder)


def in_background(*words: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  (the words are the tests' own)
        words,
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def to_the_end(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (the words are the tests' own)
        words,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def postmaster_of(folder: Path) -> int:
    return int((folder / "postgres/data/postmaster.pid").read_text().splitlines()[0])


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def kill_with_its_group(program: subprocess.Popen[str]) -> None:
    os.killpg(program.pid, signal.SIGKILL)
    program.communicate()


def suspend(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)


def port_of(address: str) -> int:
    port = urlsplit(address).port
    assert port is not None
    return port


def keep(address: str, word: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def kept(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM kept ORDER BY word")]


def servers_of(folder: Path) -> int:
    """How many PostgreSQL servers were started on the folder."""
    commands = (Path(f"/proc/{pid}/cmdline").read_bytes() for pid in processes_of(folder))
    return sum(b"-D" in command.split(b"\0") for command in commands)


def _belongs(pid: int, folder: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        working = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return False
    return os.fsencode(folder) in command or working.is_relative_to(folder)
