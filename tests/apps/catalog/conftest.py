from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture(autouse=True)
def _no_collected_static_files(settings):
    # WhiteNoise warns of a missing STATIC_ROOT unless it looks for files anew on each request.
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that lies beside the project; without it the test is left out."""
    folder = _SHARED / "data" / "shopify_products"
    if not folder.is_dir():
        pytest.skip(f"Needs the real product files in {folder}, which are not here.")
    return folder
