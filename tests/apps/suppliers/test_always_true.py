"""Any sequence of what can happen to purchase orders, with what is always true after every step."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from apps.inventory.queries import all_expected_supplies, ledger_drift, stock_as_recorded
from apps.suppliers.models import PurchaseOrder, PurchaseOrderState, Receipt, ReceiptLine
from apps.suppliers.queries import owed_units
from apps.suppliers.rules import PromisedItem, Reply, SupplierOrder
from apps.suppliers.services import (
    approve_purchase,
    cancel_purchase,
    close_purchase,
    enter_charges,
    hear_of_order,
    propose_purchase,
    receive_purchase,
)
from shop.kernel.errors import DomainError
from shop.kernel.identity import new_id
from tests.factories.inventory import WarehouseFactory
from tests.factories.suppliers import CatalogueItemFactory, PurchaseOrderLineFactory
from tests.machines import hold_always

KINDS = st.sampled_from(["CUP", "TEA"])
UNITS = st.integers(min_value=1, max_value=6)
CENTS = st.integers(min_value=0, max_value=999).map(lambda cents: Decimal(cents) / 100)
State = PurchaseOrderState


class PurchaseMachine(RuleBasedStateMachine):
    """Two SKUs, new in every run, of one supplier."""

    orders = Bundle("orders")

    def __init__(self, deliver: Callable[..., None]) -> None:
        super().__init__()
        self.deliver = deliver
        self.run = new_id().hex
        self.came: Counter[str] = Counter()

    def sku(self, kind: str) -> str:
        return f"{kind}-{self.run}"

    def tries(self, act: Callable[..., Any], **words: Any) -> bool:
        """Whether it was done; what is refused with a sentence has changed nothing."""
        try:
            act(**words)
        except DomainError:
            return False
        finally:
            self.deliver("inventory")
        return True

    @initialize()
    def begin(self) -> None:
        WarehouseFactory(code="MAIN")
        for kind in ("CUP", "TEA"):
            sku = self.sku(kind)
            CatalogueItemFactory(sku=sku, code=sku, order_up_to=5)

    @rule(target=orders, kind=KINDS)
    def run_low(self, kind: str) -> Any:
        order = propose_purchase(sku=self.sku(kind), available=0)
        return order.id if order else PurchaseOrder.objects.latest("id").id

    @rule(target=orders, kinds=st.sets(KINDS, min_size=1), units=UNITS)
    def want(self, kinds: set[str], units: int) -> Any:
        first, *others = sorted(kinds)
        line = PurchaseOrderLineFactory(sku=self.sku(first), code=self.sku(first), quantity=units)
        for kind in others:
            sku = self.sku(kind)
            PurchaseOrderLineFactory(order=line.order, sku=sku, code=sku, quantity=units)
        return line.order_id

    @rule(order_id=orders)
    def approve(self, order_id: Any) -> None:
        is_proposed = PurchaseOrder.objects.get(pk=order_id).state == State.PROPOSED
        assert self.tries(approve_purchase, order_id=order_id) == is_proposed

    @rule(order_id=orders)
    def cancel(self, order_id: Any) -> None:
        self.tries(cancel_purchase, order_id=order_id, reason="changed our minds")

    @rule(order_id=orders, units=st.dictionaries(KINDS, UNITS), status=st.sampled_from(Reply))
    def hear(self, order_id: Any, units: dict[str, int], status: Reply) -> None:
        """Sense or nonsense, early or late: it is never refused, because nobody would hear that."""
        if PurchaseOrder.objects.get(pk=order_id).state == State.PROPOSED:
            return
        told = SupplierOrder(
            id="so_1",
            reference=str(order_id),
            status=status,
            promised=tuple(
                PromisedItem(code=self.sku(kind), quantity=it) for kind, it in units.items()
            ),
            expected_on=date(2026, 12, 24),
        )
        assert self.tries(hear_of_order, order_id=order_id, told=told)

    @rule(
        order_id=orders,
        units=st.dictionaries(KINDS, UNITS, min_size=1),
        reference=st.sampled_from(["DN-1", "DN-2", "DN-3"]),
        surplus_accepted=st.booleans(),
    )
    def receive(
        self, order_id: Any, units: dict[str, int], reference: str, surplus_accepted: Any
    ) -> None:
        arrived = {self.sku(kind): quantity for kind, quantity in units.items()}
        known = Receipt.objects.filter(order=order_id, reference=reference).exists()
        done = self.tries(
            receive_purchase,
            order_id=order_id,
            reference=reference,
            units=arrived,
            surplus_accepted=surplus_accepted,
        )
        if done and not known:
            self.came.update(arrived)

    @rule(order_id=orders)
    def close(self, order_id: Any) -> None:
        self.tries(close_purchase, order_id=order_id, reason="discontinued")

    @rule(order_id=orders, freight=CENTS, duty=CENTS)
    def charge(self, order_id: Any, freight: Decimal, duty: Decimal) -> None:
        self.tries(enter_charges, order_id=order_id, freight=freight, duty=duty)

    @invariant()
    def what_is_owed_is_expected_and_incoming(self) -> None:
        owed = {place: it.units for place, it in owed_units().items()}
        assert owed == {(it.purchase_order_id, it.sku): it.units for it in all_expected_supplies()}
        assert ledger_drift() == []

    @invariant()
    def what_came_is_on_hand(self) -> None:
        for kind in ("CUP", "TEA"):
            sku = self.sku(kind)
            assert sum(it.on_hand for it in stock_as_recorded(sku)) == self.came[sku]

    @invariant()
    def charges_are_borne_to_the_cent(self) -> None:
        for order in PurchaseOrder.objects.filter(receipts__isnull=False).distinct():
            lines = ReceiptLine.objects.filter(receipt__order=order)
            assert sum(line.charges for line in lines) == order.freight + order.duty

    @invariant()
    def a_purchase_order_that_is_over_waits_for_nobody(self) -> None:
        for order in PurchaseOrder.objects.all():
            outstanding = sum(line.outstanding for line in order.lines.all())
            assert not (order.is_over and order.due_at)
            assert order.state != State.RECEIVED or outstanding == 0


@pytest.mark.django_db
def test_purchase_orders_live_and_end_in_order(deliver):
    hold_always(lambda: PurchaseMachine(deliver), examples=8)
