"""Real pictures of other shops: each becomes a few small ones that can be opened."""

from apps.catalog.rules.pictures import WIDTHS, prepared
from tests.apps.catalog.pictures import opened

SUFFIXES = {".webp", ".png", ".jpg", ".jpeg", ".gif"}


def test_every_real_picture_can_be_prepared(shared_images):
    paths = sorted(p for p in shared_images.rglob("*") if p.suffix.lower() in SUFFIXES)
    # Every sixth one: enough of each shop, and a sixth of the time.
    chosen = paths[::6]

    results = {path.name: prepared(path.read_bytes()) for path in chosen}

    assert len(paths) >= 100
    for path in chosen:
        result, original = results[path.name], opened(path.read_bytes())
        largest = result.renditions[-1]
        assert (result.width, result.height) == original.size
        assert largest.width == min(original.width, WIDTHS[-1])
        assert opened(largest.webp).size == (largest.width, largest.height)
        assert len(result.blur) < 1000
