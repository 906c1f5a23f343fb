from pathlib import Path

import pytest

from tests.apps.catalog.picture_host import picture_host

_SHARED = Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture(autouse=True)
def _own_pictures(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def host(settings):
    """A host of pictures that may be asked although it is on this machine."""
    settings.IMAGE_NETWORKS = ["127.0.0.1/32"]
    with picture_host() as running:
        yield running


@pytest.fixture(scope="session")
def shared_images() -> Path:
    """The folder of real pictures beside the project; without it the test is left out."""
    folder = _SHARED / "data" / "images"
    if not folder.is_dir():
        pytest.skip(f"Needs the real pictures in {folder}, which are not here.")
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that lies beside the project; without it the test is left out."""
    folder = _SHARED / "data" / "shopify_products"
    if not folder.is_dir():
        pytest.skip(f"Needs the real product files in {folder}, which are not here.")
    return folder
