import pytest

from tests.apps.catalog.picture_host import picture_host


@pytest.fixture(autouse=True)
def _own_pictures(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def host(settings):
    """A host of pictures that may be asked although it is on this machine."""
    settings.IMAGE_NETWORKS = ["127.0.0.1/32"]
    with picture_host() as running:
        yield running
