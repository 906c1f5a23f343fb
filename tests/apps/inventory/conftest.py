import pytest

from shop.kernel import bus


@pytest.fixture(autouse=True)
def _only_inventory_listens(monkeypatch):
    """The orders and payments of these tests exist in events only, so their owners stay out."""
    own = [
        receiver
        for receiver in bus._during.receivers
        if receiver[0][0].startswith("apps.inventory.")
    ]
    monkeypatch.setattr(bus._during, "receivers", own)
