import shutil
import socket
import stat

import psycopg
import pytest

from shop import engines
from tests.shop.engines import observers


@pytest.fixture(scope="module")
def running_folder(used_folder, tmp_path_factory):
    """A state folder whose server runs; tests that stop or harm it take `folder` instead."""
    folder = tmp_path_factory.mktemp("running") / "var"
    shutil.copytree(used_folder, folder)
    engines.start_postgres(folder)
    yield folder
    engines.stop(folder)


@pytest.fixture
def running_address(running_folder):
    return engines.start_postgres(running_folder)


def test_the_shop_owns_its_database_and_may_make_others(running_address):
    with psycopg.connect(running_address, autocommit=True) as connection:
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        connection.execute("CREATE DATABASE another")

    assert owner == ("tradewind",)


def test_the_shop_may_use_the_extensions_it_needs(running_address):
    with psycopg.connect(running_address) as connection:
        for name in ("pg_trgm", "unaccent", "btree_gist", "citext"):
            connection.execute(f"CREATE EXTENSION {name}")
        statements = connection.execute("SELECT count(*) FROM pg_stat_statements").fetchone()

    assert statements is not None


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("jit", "off"),
        ("max_connections", "200"),
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("server_encoding", "UTF8"),
        ("TimeZone", "UTC"),
    ],
)
def test_the_server_keeps_its_promises_by_its_settings(running_address, setting, value):
    with psycopg.connect(running_address) as connection:
        answer = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()

    assert answer == (value,)


def test_text_is_sorted_by_code_point_and_upper_case_knows_umlauts(running_address):
    with psycopg.connect(running_address) as connection:
        words = connection.execute(
            "SELECT string_agg(word, '' ORDER BY word) FROM (VALUES ('a'), ('B'), ('ä')) AS t(word)"
        ).fetchone()
        upper = connection.execute("SELECT upper('äé')").fetchone()

    assert words == ("Baä",)
    assert upper == ("ÄÉ",)


def test_nobody_enters_without_the_password(running_address):
    wrong = running_address.replace(running_address.split(":")[2].split("@")[0], "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_files_with_the_password_are_readable_by_their_owner_only(running_folder):
    modes = {
        stat.S_IMODE((running_folder / "postgres" / name).stat().st_mode)
        for name in ("password", "address")
    }

    assert modes == {0o600}


def test_a_running_server_is_joined(running_folder):
    address = engines.start_postgres(running_folder)
    postmaster = observers.postmaster_of(running_folder)

    again = engines.start_postgres(running_folder)

    assert again == address
    assert observers.postmaster_of(running_folder) == postmaster


def test_variables_meant_for_psql_do_not_disturb(running_folder, monkeypatch):
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    monkeypatch.setenv("PGOPTIONS", "-c no_such_setting=1")

    assert engines.start_postgres(running_folder) == engines.address_of_postgres(running_folder)


def test_data_survives_a_stop(folder):
    observers.keep(engines.start_postgres(folder), "pearls")

    engines.stop(folder)

    assert observers.kept(engines.start_postgres(folder)) == ["pearls"]


def test_nothing_is_left_running_after_a_stop(folder):
    address = engines.start_postgres(folder)
    engines.start_valkey(folder)
    with psycopg.connect(address):
        started = observers.processes_of(folder)

        engines.stop(folder)

    assert len(started) > 5
    assert observers.processes_of(folder) == []


def test_stopping_twice_is_fine(folder):
    engines.start_postgres(folder)

    engines.stop(folder)
    engines.stop(folder)

    assert engines.address_of_postgres(folder) is None


def test_stopping_a_folder_that_does_not_exist_makes_none(tmp_path):
    engines.stop(tmp_path / "absent")

    assert not (tmp_path / "absent").exists()


def test_the_address_is_known_only_while_the_server_runs(folder):
    before = engines.address_of_postgres(folder)
    address = engines.start_postgres(folder)

    assert before is None
    assert engines.address_of_postgres(folder) == address


def test_a_copied_folder_does_not_take_the_original_for_its_own(running_folder, tmp_path):
    copy = tmp_path / "copy/postgres"
    copy.mkdir(parents=True)
    for name in ("address", "running.lock"):
        (copy / name).write_bytes((running_folder / "postgres" / name).read_bytes())

    assert engines.address_of_postgres(tmp_path / "copy") is None


def test_another_port_is_taken_when_the_last_one_is_busy_and_then_remembered(folder):
    first = observers.port_of(engines.start_postgres(folder))
    engines.stop(folder)
    with socket.create_server(("127.0.0.1", first)):
        second = observers.port_of(engines.start_postgres(folder))
        engines.stop(folder)

    third = observers.port_of(engines.start_postgres(folder))

    assert second != first
    assert third == second


def test_a_server_that_cannot_start_says_why(folder):
    (folder / "postgres/data/global/pg_control").unlink()

    with pytest.raises(engines.EngineError, match=r"(?s)ended while it was starting.*pg_control"):
        engines.start_postgres(folder)

    assert observers.processes_of(folder) == []


def test_a_lost_password_is_named(folder):
    (folder / "postgres/password").unlink()

    with pytest.raises(engines.EngineError, match="has no file `password`"):
        engines.start_postgres(folder)
