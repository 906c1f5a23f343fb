"""Real files that lie beside the project; tests that need them are left out where they are not."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_images() -> Path:
    """The folder of real pictures."""
    return _folder("images", "pictures")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real product and inventory files."""
    return _folder("shopify_products", "product files")


@pytest.fixture(scope="session")
def shared_orders() -> Path:
    """The folder of a real shop's history of orders."""
    return _folder("olist", "order history")


@pytest.fixture(scope="session")
def shared_feeds() -> Path:
    """The folder of suppliers' real files."""
    return _folder("vendor_feeds", "files of suppliers")


def _folder(name: str, what: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"Needs the real {what} in {folder}, which are not here.")
    return folder
