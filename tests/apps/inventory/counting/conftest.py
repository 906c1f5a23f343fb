import pytest

from apps.inventory.queries import ledger_drift


@pytest.fixture(autouse=True)
def _the_books_add_up(db):
    yield
    assert ledger_drift() == []
