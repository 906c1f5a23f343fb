"""What every courier must do to be trusted with the shop's parcels.

A test class of an adapter inherits these tests and has the fixtures `firm` (its parcels stay in
the house), `reachable` and `unreachable` (recipients).
"""

import pytest

from apps.shipping.gateways import Courier, UnknownConsignment
from apps.shipping.rules import Consignment, ConsignmentStatus, Parcel, Recipient
from shop.kernel.identity import new_id
from shop.kernel.outside import Refused

MUGS = (Parcel(sku="MUG-BLUE", quantity=2), Parcel(sku="MUG-RED", quantity=1))


def booked(firm: Courier, recipient: Recipient, *, key: str = "") -> Consignment:
    reference = key or str(new_id())
    return firm.book(
        reference=reference, recipient=recipient, parcels=MUGS, key=f"{reference}:book"
    )


class CourierConformance:
    def test_a_booking_has_a_tracking_number(self, firm, reachable):
        consignment = firm.book(reference="r1", recipient=reachable, parcels=MUGS, key="r1:book")

        assert consignment.status == ConsignmentStatus.BOOKED
        assert consignment.reference == "r1"
        assert consignment.tracking_number

    def test_two_bookings_are_told_apart(self, firm, reachable):
        one, other = booked(firm, reachable), booked(firm, reachable)

        assert one.id != other.id
        assert one.tracking_number != other.tracking_number

    def test_booking_again_with_the_same_key_is_the_same_consignment(self, firm, reachable):
        key = str(new_id())

        first, again = booked(firm, reachable, key=key), booked(firm, reachable, key=key)

        assert again == first

    def test_an_address_beyond_reach_is_refused(self, firm, unreachable):
        with pytest.raises(Refused):
            booked(firm, unreachable)

    def test_a_booking_can_be_called_off_once_and_again(self, firm, reachable):
        consignment = booked(firm, reachable)

        first = firm.cancel(consignment.id, key=f"{consignment.id}:cancel")
        again = firm.cancel(consignment.id, key=f"{consignment.id}:cancel")

        assert first.status == again.status == ConsignmentStatus.CANCELLED
        assert firm.fetch(consignment.id).status == ConsignmentStatus.CANCELLED

    @pytest.mark.parametrize("name", ["sh_never_was", "../sh_never_was", "?", "a/b"])
    def test_a_consignment_that_never_was_is_unknown(self, firm, name):
        with pytest.raises(UnknownConsignment):
            firm.fetch(name)

    def test_what_never_was_cannot_be_called_off(self, firm):
        with pytest.raises(Refused):
            firm.cancel("sh_never_was", key="sh_never_was:cancel")
