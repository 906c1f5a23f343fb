"""The server and those around it are killed; what was committed stays."""

import os
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from shop import engines
from tests.shop.engines import observers

ENDLESS = b"SELECT sum(n) FROM generate_series(1, 1e10) AS n"
LASTING_STARTER = """
import pathlib, sys
from shop import engines
print(engines.start_postgres(pathlib.Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""
PR_SET_CHILD_SUBREAPER = 36
UNREAPING_STARTER = f"""
import ctypes
ctypes.CDLL(None).prctl({PR_SET_CHILD_SUBREAPER}, 1, 0, 0, 0)
{LASTING_STARTER}
"""


def test_the_server_outlives_a_killed_starter(folder):
    starter = observers.in_background(sys.executable, "-c", LASTING_STARTER, folder)
    address = starter.stdout.readline().strip()

    observers.kill_with_its_group(starter)

    observers.keep(address, "alive")
    assert engines.start_postgres(folder) == address


def test_a_killed_server_starts_again_with_what_was_committed(folder):
    observers.keep(engines.start_postgres(folder), "pearls")
    killed = observers.postmaster_of(folder)

    observers.kill(killed)

    assert observers.kept(engines.start_postgres(folder)) == ["pearls"]
    assert observers.postmaster_of(folder) != killed


def test_busy_orphans_of_a_killed_server_are_ended(folder):
    address = engines.start_postgres(folder)
    with closing(psycopg.connect(address)) as connection:
        connection.pgconn.send_query(ENDLESS)
        orphan = connection.info.backend_pid
        observers.kill(observers.postmaster_of(folder))

        engines.start_postgres(folder)

        assert orphan not in observers.processes_of(folder)


def test_a_killed_server_can_be_stopped(folder):
    address = engines.start_postgres(folder)
    with closing(psycopg.connect(address)) as connection:
        connection.pgconn.send_query(ENDLESS)
        observers.kill(observers.postmaster_of(folder))

        engines.stop(folder)

    assert observers.processes_of(folder) == []


def test_a_zombie_is_dead(folder):
    starter = observers.in_background(sys.executable, "-c", UNREAPING_STARTER, folder)
    starter.stdout.readline()
    zombie = observers.postmaster_of(folder)
    observers.kill(zombie)

    engines.start_postgres(folder)

    state = Path(f"/proc/{zombie}/stat").read_text().rpartition(")")[2].split()[0]
    starter.communicate()
    assert state == "Z"
    assert observers.postmaster_of(folder) != zombie


def test_a_process_id_that_was_given_to_another_program_is_no_server(folder):
    engines.start_postgres(folder)
    observers.kill(observers.postmaster_of(folder))
    record = folder / "postgres/data/postmaster.pid"
    lines = record.read_text().splitlines(keepends=True)
    record.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))

    address = engines.start_postgres(folder)

    observers.keep(address, "alive")
    assert observers.postmaster_of(folder) != os.getpid()


def test_a_server_without_its_lock_is_not_joined_by_a_second_one(folder):
    engines.start_postgres(folder)
    (folder / "postgres/running.lock").unlink()

    with pytest.raises(engines.EngineError, match="was started by other means"):
        engines.start_postgres(folder)

    observers.kill(observers.postmaster_of(folder))
    observers.until(lambda: observers.processes_of(folder) == [])
