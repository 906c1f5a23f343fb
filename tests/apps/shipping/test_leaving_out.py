"""Units are left out of a parcel that no courier knows, and of no other."""

from datetime import timedelta

import pytest

from apps.shipping.gateways import courier
from apps.shipping.models import ShipmentState
from apps.shipping.rules import Parcel
from apps.shipping.services import reduce_shipment, stop_shipment
from apps.shipping.tasks import arrange
from shop.events.orders import CancelledItem, OrderItemsCancelled
from shop.kernel import clock
from shop.kernel.errors import DomainError, NotAtOnce
from shop.kernel.identity import new_id
from shop.kernel.outside import Refused
from tests.apps.shipping.story import consignments_of, happen, order_is_confirmed, shipment_of
from tests.factories.shipping import ShipmentFactory

pytestmark = pytest.mark.django_db
MUGS = [{"sku": "MUG-BLUE", "quantity": 2}, {"sku": "TEA", "quantity": 1}]


def contents(order_id):
    return {it.sku: it.quantity for it in shipment_of(order_id).contents}


def booked_anew(shipment, mugs):
    """Under the key of the booking, which goes with what it was asked with."""
    return courier().book(
        reference=str(shipment.id),
        recipient=shipment.recipient,
        parcels=(Parcel(sku="MUG-BLUE", quantity=mugs),),
        key=shipment.key_for("book"),
    )


def less(order_id, *, waited_for_stock=False, **units):
    items = [
        CancelledItem(line_id=new_id(), sku=sku, title=sku, quantity=quantity)
        for sku, quantity in units.items()
    ]
    happen(
        OrderItemsCancelled(
            order_id=order_id,
            number="T-1",
            customer_id=new_id(),
            items=tuple(items),
            reason="changed_mind",
            waited_for_stock=waited_for_stock,
        )
    )


def test_the_courier_is_told_what_is_left(sandbox, deliver):
    order_id = order_is_confirmed()
    deliver("shipping")

    less(order_id, **{"MUG-BLUE": 1})
    arrange(str(shipment_of(order_id).id))

    shipment = shipment_of(order_id)
    (consignment,) = consignments_of(sandbox, shipment)
    assert booked_anew(shipment, 1).id == consignment["id"]
    with pytest.raises(Refused):
        booked_anew(shipment, 2)


def test_units_go_out_of_as_many_parts_as_it_takes():
    parts = [{"sku": "TEA", "quantity": 2}, {"sku": "TEA", "quantity": 2}]
    order_id = ShipmentFactory(parcels=parts).order_id

    reduce_shipment(order_id=order_id, units={"TEA": 3})

    assert shipment_of(order_id).contents == (Parcel(sku="TEA", quantity=1),)


@pytest.mark.parametrize("units", [{"MUG-BLUE": 3}, {"MUG-BLUE": 2, "TEA": 1}, {"COFFEE": 1}])
def test_never_more_than_is_in_it_and_never_all(units):
    order_id = ShipmentFactory(parcels=MUGS).order_id

    with pytest.raises(DomainError, match="has not so many units that some would be left"):
        reduce_shipment(order_id=order_id, units=units)
    assert contents(order_id) == {"MUG-BLUE": 2, "TEA": 1}


def test_once_the_courier_was_asked_he_has_to_give_it_back_first():
    asked = ShipmentFactory(parcels=MUGS, claims=1, due_at=clock.now() + timedelta(minutes=1))
    booked = ShipmentFactory(parcels=MUGS, booked=True)

    for shipment in (asked, booked):
        with pytest.raises(NotAtOnce, match="The courier knows the parcel already"):
            reduce_shipment(order_id=shipment.order_id, units={"TEA": 1})


def test_a_stopped_parcel_is_not_made_smaller():
    order_id = ShipmentFactory(parcels=MUGS).order_id
    stop_shipment(order_id=order_id)

    with pytest.raises(DomainError, match="The parcel is cancelled: nothing can be taken out"):
        reduce_shipment(order_id=order_id, units={"TEA": 1})
    assert shipment_of(order_id).state == ShipmentState.CANCELLED


def test_an_order_that_waits_has_no_parcel_yet():
    order_id = new_id()

    less(order_id, waited_for_stock=True, TEA=1)

    with pytest.raises(DomainError, match="being asked for just now"):
        less(order_id, TEA=1)
