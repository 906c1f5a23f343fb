"""What every adapter must do to be trusted with the shop's purchase orders.

A test class of an adapter inherits these tests and has the fixture `adapter`, and `arrived`: how
many orders of a number the supplier has got.
"""

from datetime import date
from decimal import Decimal

import pytest

from apps.suppliers.gateways import SupplierAdapter, UnknownOrder
from apps.suppliers.rules import Reply, WantedItem, WantedOrder
from shop.kernel.identity import new_id

TEA = WantedItem(code="T-1", sku="TEA", quantity=5, unit_cost=Decimal("2.50"))
CUP = WantedItem(code="C, 1", sku='a "CUP"', quantity=1, unit_cost=Decimal("0.500"))


def wanted() -> WantedOrder:
    reference = new_id()
    return WantedOrder(
        reference=str(reference),
        number=f"PO-{reference.hex[-8:]}",
        warehouse="MAIN",
        currency="EUR",
        items=(TEA, CUP),
        wanted_on=date(2026, 12, 1),
    )


def placed(adapter: SupplierAdapter, order: WantedOrder):
    return adapter.place(order, key=f"{order.reference}:place")


class AdapterConformance:
    def test_an_order_that_was_placed_is_at_the_supplier(self, adapter, arrived):
        order = wanted()

        told = placed(adapter, order)

        assert (told.reference, told.status) == (order.reference, Reply.TAKEN)
        assert 1 <= len(told.id) <= 255
        assert arrived(order) == 1

    def test_two_orders_are_told_apart(self, adapter):
        assert placed(adapter, wanted()).id != placed(adapter, wanted()).id

    def test_the_same_order_again_has_the_same_id(self, adapter):
        order = wanted()

        first, again = placed(adapter, order), placed(adapter, order)

        assert again == first

    @pytest.mark.parametrize("name", ["so_never_was", "../so_never_was", "?", "a/b"])
    def test_an_order_that_never_was_is_unknown(self, adapter, name):
        with pytest.raises(UnknownOrder):
            adapter.fetch(name)

    def test_who_can_be_asked_tells_the_same_as_when_it_was_placed(self, adapter):
        told = placed(adapter, wanted())

        assert not adapter.can_be_asked or adapter.fetch(told.id) == told
