import pytest

from tests.factories.inventory import StockFactory, WarehouseFactory


@pytest.fixture
def tea():
    """Five units in EAST, which can be sent to WEST."""
    WarehouseFactory(code="WEST")
    return StockFactory(sku="TEA", warehouse__code="EAST", on_hand=5)
