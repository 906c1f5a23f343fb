import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop import engines

DEEP = "a folder with blanks, 'quotes' and 100 characters/" + "deep " * 11 + "down"


@pytest.fixture
def empty_folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / DEEP / "var"
    yield folder
    engines.stop(folder)


@pytest.fixture(scope="session")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder whose engines ran and were stopped."""
    folder = tmp_path_factory.mktemp("used") / "var"
    engines.start_postgres(folder)
    engines.stop(folder)
    return folder


@pytest.fixture
def folder(used_folder: Path, empty_folder: Path) -> Path:
    """A copy of the used folder, so that a test does not wait for a new database."""
    shutil.copytree(used_folder, empty_folder, symlinks=True)
    return empty_folder
