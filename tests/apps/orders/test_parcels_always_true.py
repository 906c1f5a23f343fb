"""Any sequence of wishes, workers, crashes and news of the courier, and how it ends."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from apps.inventory.models import Stock
from apps.orders.models import Cancellation, Order, OrderState
from apps.orders.queries import credits_that_do_not_add_up, lines_that_do_not_add_up
from apps.orders.rules import GiveUpReason
from apps.orders.services import WantedLine, cancel_items_or_ask, place_order, stop_order
from apps.shipping import tasks
from apps.shipping.models import Shipment
from apps.shipping.queries import shipment_of_consignment
from apps.shipping.rules import Consignment, ConsignmentStatus, Parcel
from apps.shipping.services import hear_of_consignment
from shop.kernel import clock, jobs
from shop.kernel.errors import ClaimLost, DomainError, Unreachable
from shop.kernel.identity import new_id
from tests.apps.inventory.story import pay
from tests.apps.orders.conftest import ADDRESS
from tests.apps.shipping.paper_courier import Books, PaperCourier
from tests.factories.inventory import StockFactory
from tests.factories.orders import OfferFactory, TaxRateFactory
from tests.machines import hold_always

UNITS, ON_HAND = 4, 9
BY = {
    ConsignmentStatus.BOOKED: ConsignmentStatus.DISPATCHED,
    ConsignmentStatus.DISPATCHED: ConsignmentStatus.DELIVERED,
}


class ParcelMachine(RuleBasedStateMachine):
    """One order of four tins, new in every run."""

    def __init__(self, deliver: Callable[..., None]) -> None:
        super().__init__()
        self.deliver = deliver
        self.at_work: list[tuple[Shipment, Consignment]] = []
        PaperCourier.books = self.courier = Books()

    @initialize()
    def buy(self) -> None:
        self.sku = f"TEA-{new_id().hex}"
        StockFactory(sku=self.sku, on_hand=ON_HAND)
        OfferFactory(sku=self.sku, price=Decimal("3.33"))
        self.order_id = place_order(
            customer_id=new_id(),
            lines=[WantedLine(self.sku, UNITS)],
            delivery_address=ADDRESS,
            email="ada@example.com",
        ).order.id
        pay(self.order_id)
        self.tell()

    @rule(units=st.integers(min_value=0, max_value=2))
    def have_a_good_day(self, units: int) -> None:
        """The courier is asked, and so much is left out before anybody does anything else."""
        self.work()
        if units:
            self.want_less(units)
            self.work()
        self.tell()

    @property
    def order(self) -> Order:
        return Order.objects.get(pk=self.order_id)

    @property
    def line(self) -> Any:
        return self.order.lines.get()

    @rule()
    def tell(self) -> None:
        self.deliver("orders", "inventory", "shipping")

    @rule(units=st.integers(min_value=1, max_value=2))
    def want_less(self, units: int) -> None:
        _allowed(
            lambda: cancel_items_or_ask(
                lambda cancel: cancel(),
                order_id=self.order_id,
                units={self.line.id: units},
                reason=GiveUpReason.CHANGED_MIND,
            )
        )

    @rule()
    def want_nothing(self) -> None:
        _allowed(lambda: stop_order(order_id=self.order_id))

    @rule()
    def work(self) -> None:
        tasks.arrange(str(self.due().id))

    @rule(deaf=st.integers(min_value=0, max_value=1), mute=st.integers(min_value=1, max_value=2))
    def work_while_the_line_is_bad(self, deaf: int, mute: int) -> None:
        self.courier.deaf, self.courier.mute = deaf, mute
        self.work()
        self.courier.deaf = self.courier.mute = 0

    @rule()
    def work_slowly(self) -> None:
        """A worker asks; before he can say what he heard, or ever, others are at it."""
        job = jobs.claim(Shipment, self.due().id)
        if job is not None:
            self.at_work.append((job, tasks._consignment_of(job, PaperCourier())))

    @precondition(lambda self: self.at_work)
    @rule(which=st.integers(min_value=0, max_value=9))
    def come_to_an_end_with_it(self, which: int) -> None:
        job, consignment = self.at_work.pop(which % len(self.at_work))
        try:
            shipment = tasks._record(job, consignment)
            if shipment.state in {"cancelling", "recalling"}:
                tasks._call_off(shipment, PaperCourier())
        except (ClaimLost, Unreachable):
            return

    @precondition(lambda self: self.courier.said)
    @rule(which=st.integers(min_value=0, max_value=99))
    def hear_something_again_or_late(self, which: int) -> None:
        consignment = self.courier.said[which % len(self.courier.said)]
        shipment_id = shipment_of_consignment(consignment)
        if shipment_id is not None:
            hear_of_consignment(shipment_id=shipment_id, consignment=consignment)

    @rule()
    def move_on(self) -> None:
        """The van comes, or the parcel arrives."""
        for one in self.courier.live:
            if one.status in BY:
                self.courier.move(one.id, BY[one.status])

    @rule()
    def change_the_courier_s_mood(self) -> None:
        self.courier.stubborn = not self.courier.stubborn

    @invariant()
    def nobody_has_two_parcels(self) -> None:
        assert len(self.courier.live) <= 1

    @invariant()
    def what_left_is_what_was_paid_for(self) -> None:
        for one in self.courier.live:
            if one.status != ConsignmentStatus.BOOKED:
                assert self.courier.contents[one.id] == (Parcel(sku=self.sku, quantity=self.kept),)

    @property
    def kept(self) -> int:
        return UNITS - int(self.line.cancelled)

    @invariant()
    def the_books_are_right(self) -> None:
        assert lines_that_do_not_add_up() == list(credits_that_do_not_add_up()) == []

    def due(self) -> Shipment:
        """The shipment; whoever claimed it has had his time."""
        shipments = Shipment.objects.filter(order_id=self.order_id)
        shipments.filter(due_at__isnull=False).update(due_at=clock.now())
        return shipments.get()

    def teardown(self) -> None:
        """Whatever was begun comes to an end as soon as everybody does his part."""
        self.courier.stubborn = False
        for _ in range(8):
            self.tell()
            self.work()
        self.move_on()
        self.work()
        self.move_on()
        self.work()
        self.tell()
        order, line = self.order, self.line
        assert (order.state, order.cancel_reason) in {
            (OrderState.DELIVERED, ""),
            (OrderState.CANCELLED, "requested"),
        }
        assert line.shipped == (self.kept if order.state == OrderState.DELIVERED else 0)
        assert not Cancellation.objects.filter(order=order, state="requested").exists()
        assert order.credited == Decimal("3.33") * line.cancelled
        assert len(self.courier.live) == (1 if line.shipped else 0)
        stock = Stock.objects.get(sku=self.sku)
        assert (stock.on_hand, stock.reserved) == (ON_HAND - line.shipped, 0)
        self.nobody_has_two_parcels()
        self.what_left_is_what_was_paid_for()
        self.the_books_are_right()


def _allowed(act: Callable[[], object]) -> None:
    """What a rule forbids changes nothing, and that is all."""
    try:
        act()
    except DomainError:
        return


@pytest.mark.django_db
def test_whatever_happens_one_parcel_leaves_with_what_is_paid_or_none(deliver, settings):
    TaxRateFactory()
    settings.COURIER = "tests.apps.shipping.paper_courier.PaperCourier"

    hold_always(lambda: ParcelMachine(deliver), examples=25)
