import pytest
from django.db import connection

from apps.shipping.models import UNDER_WAY, WAITS_FOR_COURIER, Shipment, ShipmentState
from apps.shipping.services import forget_recipients
from shop.events.accounts import UserErased
from shop.events.orders import OrderClaimed
from shop.kernel.errors import DomainError, NotYet
from shop.kernel.identity import new_id
from tests.apps.shipping.story import happen
from tests.factories.shipping import ShipmentFactory

pytestmark = pytest.mark.django_db

OVER = [state for state in ShipmentState if state not in UNDER_WAY]


def shipment_in(state, **facts):
    due = {} if state in WAITS_FOR_COURIER else {"due_at": None}
    courier_id = "" if state == ShipmentState.RECALLED else f"sh_{new_id()}"
    return ShipmentFactory(state=state, courier_id=courier_id, **due, **facts)


def everything_stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(s::text, ' ') FROM shipping_shipment s")
        return cursor.fetchone()[0]


def erase(customer_id, *former):
    happen(UserErased(user_id=new_id(), customer_id=customer_id, former_customer_ids=tuple(former)))


def test_where_an_erased_person_lives_is_forgotten_under_every_name(deliver):
    member, guest = new_id(), new_id()
    for customer_id in (member, guest):
        for state in OVER:
            shipment_in(state, customer_id=customer_id)

    erase(member, guest)
    deliver("shipping")

    left = everything_stored()
    assert not any(word in left for word in ("Lovelace", "Square", "London", "SW1Y"))
    assert {shipment.country for shipment in Shipment.objects.all()} == {"GB"}


def test_others_keep_their_addresses(deliver):
    other = shipment_in(ShipmentState.DELIVERED)

    erase(new_id())
    deliver("shipping")

    other.refresh_from_db()
    assert other.recipient_name == "Ada Lovelace"


@pytest.mark.parametrize("state", UNDER_WAY)
def test_nobody_is_erased_while_a_parcel_is_under_way(state, published):
    guest = shipment_in(state).customer_id

    with pytest.raises(DomainError, match="Wait until it has arrived"):
        erase(new_id(), guest)

    assert published(UserErased) == []


def test_a_parcel_that_was_sent_meanwhile_is_waited_for():
    shipment = shipment_in(ShipmentState.DISPATCHED)

    with pytest.raises(NotYet):
        forget_recipients(customer_ids=[shipment.customer_id])

    shipment.refresh_from_db()
    assert shipment.recipient_name == "Ada Lovelace"
    with pytest.raises(DomainError, match="still needs its recipient"):
        shipment.forget_recipient()


def test_the_parcel_of_a_claimed_order_follows_it(deliver):
    shipment, member = shipment_in(ShipmentState.BOOKED), new_id()

    happen(
        OrderClaimed(
            order_id=shipment.order_id,
            number="T-1",
            customer_id=member,
            former_customer_id=shipment.customer_id,
        )
    )
    deliver("shipping")

    shipment.refresh_from_db()
    assert shipment.customer_id == member
