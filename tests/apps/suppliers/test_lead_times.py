"""How long a supplier takes is learned from the last ten receipts of the SKU."""

from datetime import timedelta

import pytest

from apps.suppliers.models import Supplier
from apps.suppliers.queries import lead_times
from shop.kernel import clock
from tests.apps.suppliers.story import approved
from tests.factories.suppliers import PurchaseOrderFactory, ReceiptFactory, ReceiptLineFactory

pytestmark = pytest.mark.django_db


def came_after(days, *, sku="TEA", ago=0, supplier="tea-house"):
    """A receipt `ago` days ago of what was sent so many days before it."""
    received_at = clock.now() - timedelta(days=ago)
    order = PurchaseOrderFactory(
        sent=True, supplier__code=supplier, sent_at=received_at - timedelta(days=days)
    )
    receipt = ReceiptFactory(order=order, received_at=received_at)
    ReceiptLineFactory(receipt=receipt, sku=sku)
    return order


def time_of(sku="TEA", supplier="tea-house"):
    return lead_times(Supplier.objects.get(pk=supplier), [sku, "OTHER"])[sku]


def test_without_receipts_it_is_what_was_agreed():
    came_after(2, sku="CUP")

    assert (time_of().days, time_of().is_learned) == (5, False)


def test_it_is_the_median_and_its_data_are_told():
    for days in (2, 30, 3):
        came_after(days)
    came_after(9, supplier="mill")

    time = time_of()

    assert time.days == 3
    assert sorted(it.days for it in time.receipts) == [2, 3, 30]
    assert all(it.number.startswith("PO-") for it in time.receipts)


def test_only_the_last_ten_count():
    for ago in range(20):
        came_after(20 if ago >= 10 else 4, ago=ago)

    time = time_of()

    assert time.days == 4
    assert len(time.receipts) == 10


def test_a_new_purchase_order_is_expected_when_its_slowest_line_comes():
    came_after(2, sku="TEA")
    came_after(12, sku="CUP")

    order = approved(TEA=1, CUP=1)

    assert (order.due_on - clock.now().date()).days == 12


def test_many_skus_are_one_query(django_assert_num_queries):
    for number in range(5):
        came_after(2, sku=f"SKU-{number}")
    supplier = Supplier.objects.get()

    with django_assert_num_queries(1):
        assert len(lead_times(supplier, [f"SKU-{number}" for number in range(9)])) == 9
