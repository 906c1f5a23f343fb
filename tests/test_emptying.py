import pytest
from django.contrib.auth.models import Permission

from apps.inventory.models import Warehouse
from tests.factories.inventory import WarehouseFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_has_committed_is_gone_for_the_next_one(turn):
    assert not Warehouse.objects.exists()

    WarehouseFactory()

    assert Permission.objects.exists()
