import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError

from apps.inventory.models import Movement, Warehouse
from tests.emptying import MOST_BYTES, _is_large
from tests.factories.inventory import MovementFactory, WarehouseFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_has_committed_is_gone_for_the_next_one(turn):
    assert not Warehouse.objects.exists()

    WarehouseFactory()

    assert Permission.objects.exists()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_is_only_added_to_is_gone_as_well_and_guarded_again(turn):
    assert not Movement.objects.exists()

    MovementFactory()

    with pytest.raises(DatabaseError, match="append-only"):
        Movement.objects.all().delete()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_is_large_begins_anew(turn):
    assert not Warehouse.objects.exists()
    assert not _is_large([Warehouse._meta.db_table])

    names = (f"{number}".rjust(100) for number in range(MOST_BYTES // 100))
    Warehouse.objects.bulk_create(
        Warehouse(code=f"W{number}", name=name) for number, name in enumerate(names)
    )

    assert _is_large([Warehouse._meta.db_table])
