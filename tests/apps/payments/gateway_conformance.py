"""What every payment gateway must do to be trusted with the shop's money.

A test class of an adapter inherits these tests and has the fixtures `gateway`; `approving`,
`declining`, `asking` and `unknown` (instruments); and `approve`, `refuse` (what the buyer does
about a charge, by its action). One that takes UPI inherits both classes and has `upi` and
`expiring` too.
"""

from decimal import Decimal
from threading import Event

import pytest

from apps.payments.gateways import PaymentGateway, UnknownCharge
from apps.payments.rules import ActionKind, Charge, ChargeStatus, Instrument, Method
from shop.events.base import Money
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.outside import Refused

PRICE = Money(amount=Decimal("12.500"), currency="EUR")
PART = Money(amount=Decimal("4.000"), currency="EUR")


def authorised(gateway: PaymentGateway, instrument: Instrument, *, key: str = "") -> Charge:
    reference = key or str(new_id())
    return gateway.authorise(
        reference=reference, amount=PRICE, instrument=instrument, key=f"{reference}:authorise"
    )


def captured(gateway: PaymentGateway, instrument: Instrument) -> Charge:
    charge = authorised(gateway, instrument)
    return gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")


class GatewayConformance:
    def test_an_approved_charge_is_authorised_and_nothing_is_taken(self, gateway, approving):
        charge = gateway.authorise(
            reference="r1", amount=PRICE, instrument=approving, key=str(new_id())
        )

        assert charge.status == ChargeStatus.AUTHORISED
        assert charge.reference == "r1"
        assert (charge.amount, charge.currency) == (Decimal("12.50"), "EUR")
        assert (charge.captured, charge.refunded) == (0, 0)

    def test_a_declined_charge_says_why(self, gateway, declining):
        charge = authorised(gateway, declining)

        assert charge.status == ChargeStatus.DECLINED
        assert charge.decline_code

    def test_asking_again_with_the_same_key_is_the_same_charge(self, gateway, approving):
        key = str(new_id())

        first = authorised(gateway, approving, key=key)
        again = authorised(gateway, approving, key=key)

        assert again.id == first.id

    def test_an_unknown_token_is_refused(self, gateway, unknown):
        with pytest.raises(Refused):
            authorised(gateway, unknown)

    def test_capture_takes_the_whole_amount_once(self, gateway, approving):
        charge = authorised(gateway, approving)

        gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")
        gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")

        assert gateway.fetch(charge.id).captured == Decimal("12.50")
        assert gateway.fetch(charge.id).status == ChargeStatus.CAPTURED

    def test_less_than_was_authorised_can_be_taken_once_and_the_rest_is_let_go(
        self, gateway, approving
    ):
        charge = authorised(gateway, approving)

        taken = gateway.capture(charge.id, amount=PART, key=f"{charge.id}:capture")

        assert (taken.status, taken.captured) == (ChargeStatus.CAPTURED, PART.amount)
        assert (taken.refunded, taken.kept) == (0, PART.amount)
        with pytest.raises(Refused):
            gateway.capture(charge.id, amount=PART, key=f"{charge.id}:rest")
        with pytest.raises(Refused):
            gateway.refund(charge.id, amount=PRICE, key=f"{charge.id}:refund")
        assert gateway.fetch(charge.id).captured == PART.amount

    def test_what_is_given_back_of_less_is_told_without_the_rest(self, gateway, approving):
        charge = authorised(gateway, approving)
        gateway.capture(charge.id, amount=PART, key=f"{charge.id}:capture")
        some = Money(amount=Decimal("1.000"), currency="EUR")
        rest = Money(amount=Decimal("3.000"), currency="EUR")

        gateway.refund(charge.id, amount=some, key=f"{charge.id}:some")
        half = gateway.fetch(charge.id)
        gateway.refund(charge.id, amount=rest, key=f"{charge.id}:rest")

        assert (half.status, half.refunded, half.kept) == (ChargeStatus.CAPTURED, 1, 3)
        assert gateway.fetch(charge.id).status == ChargeStatus.REFUNDED

    def test_more_than_was_authorised_is_never_taken(self, gateway, approving):
        charge = authorised(gateway, approving)
        more = Money(amount=PRICE.amount * 2, currency=PRICE.currency)

        with pytest.raises(Refused):
            gateway.capture(charge.id, amount=more, key=f"{charge.id}:capture")

        assert gateway.fetch(charge.id).captured == 0

    def test_a_second_capture_with_another_key_is_refused(self, gateway, approving):
        charge = captured(gateway, approving)

        with pytest.raises(Refused):
            gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:again")

    def test_a_void_lets_go_for_ever(self, gateway, approving):
        charge = authorised(gateway, approving)

        voided = gateway.void(charge.id, key=f"{charge.id}:void")

        assert voided.status == ChargeStatus.VOIDED
        with pytest.raises(Refused):
            gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")

    def test_captured_money_cannot_be_voided(self, gateway, approving):
        charge = captured(gateway, approving)

        with pytest.raises(Refused):
            gateway.void(charge.id, key=f"{charge.id}:void")

    def test_a_refund_with_the_same_key_is_one_refund(self, gateway, approving):
        charge = captured(gateway, approving)

        gateway.refund(charge.id, amount=PART, key=f"{charge.id}:refund")
        gateway.refund(charge.id, amount=PART, key=f"{charge.id}:refund")

        assert gateway.fetch(charge.id).refunded == Decimal("4.00")
        assert gateway.fetch(charge.id).kept == Decimal("8.50")

    def test_more_than_was_taken_is_never_given_back(self, gateway, approving):
        charge = captured(gateway, approving)
        gateway.refund(charge.id, amount=PART, key=f"{charge.id}:part")

        with pytest.raises(Refused):
            gateway.refund(charge.id, amount=PRICE, key=f"{charge.id}:all")

    def test_a_full_refund_leaves_nothing(self, gateway, approving):
        charge = captured(gateway, approving)

        refunded = gateway.refund(charge.id, amount=PRICE, key=f"{charge.id}:refund")

        assert refunded.status == ChargeStatus.REFUNDED
        assert refunded.kept == 0

    @pytest.mark.parametrize("name", ["ch_never_was", "../ch_never_was", "?", "a/b"])
    def test_a_charge_that_never_was_is_unknown(self, gateway, name):
        with pytest.raises(UnknownCharge):
            gateway.fetch(name)

    def test_a_charge_that_needs_the_buyer_says_what_to_do_and_takes_nothing(self, gateway, asking):
        charge = authorised(gateway, asking)

        assert charge.status == ChargeStatus.REQUIRES_ACTION
        assert charge.action.kind == ActionKind.REDIRECT
        assert charge.action.url.startswith(("http://", "https://"))
        assert charge.action.expires_at > clock.now()
        assert charge.captured == 0

    def test_what_the_buyer_approves_can_be_captured(self, gateway, asking, approve):
        charge = authorised(gateway, asking)

        approve(charge)

        assert gateway.fetch(charge.id).status == ChargeStatus.AUTHORISED
        assert gateway.fetch(charge.id).action is None
        taken = gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")
        assert taken.captured == Decimal("12.50")

    def test_what_the_buyer_refuses_is_declined(self, gateway, asking, refuse):
        charge = authorised(gateway, asking)

        refuse(charge)

        refused = gateway.fetch(charge.id)
        assert (refused.status, refused.captured) == (ChargeStatus.DECLINED, 0)
        assert refused.decline_code

    def test_nothing_is_captured_before_the_buyer_has_approved(self, gateway, asking):
        charge = authorised(gateway, asking)

        with pytest.raises(Refused):
            gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")

    def test_what_is_given_up_cannot_be_approved_any_more(self, gateway, asking, approve):
        charge = authorised(gateway, asking)
        gateway.void(charge.id, key=f"{charge.id}:cancel")

        approve(charge)

        assert gateway.fetch(charge.id).status == ChargeStatus.VOIDED

    def test_what_it_takes_is_known_beforehand(self, gateway, approving, declining, asking):
        assert all(gateway.takes(one) for one in (approving, declining, asking))
        assert not gateway.takes(Instrument(method=Method.CARD, token="of another vault"))

    def test_the_same_key_gives_the_first_answer_also_when_the_charge_has_moved_on(
        self, gateway, approving
    ):
        charge = captured(gateway, approving)
        gateway.refund(charge.id, amount=PART, key=f"{charge.id}:refund")

        again = gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")

        assert again.captured == Decimal("12.50")


class UpiConformance:
    """What a gateway has to do that asks buyers by UPI."""

    def test_upi_gives_a_link_for_the_app(self, gateway):
        charge = authorised(gateway, Instrument(method=Method.UPI_INTENT))

        assert charge.action.kind == ActionKind.UPI_INTENT
        assert charge.action.url.startswith("upi://pay?")

    def test_upi_asks_by_itself_where_an_id_is_known(self, gateway, upi):
        charge = authorised(gateway, upi)

        assert charge.status == ChargeStatus.REQUIRES_ACTION
        assert charge.action.kind == ActionKind.WAIT

    def test_what_nobody_approves_in_time_expires(self, gateway, expiring):
        charge = authorised(gateway, expiring)

        while gateway.fetch(charge.id).status == ChargeStatus.REQUIRES_ACTION:
            Event().wait(0.05)

        assert gateway.fetch(charge.id).status == ChargeStatus.EXPIRED
        with pytest.raises(Refused):
            gateway.capture(charge.id, amount=PRICE, key=f"{charge.id}:capture")

    def test_asking_the_buyer_again_with_the_same_key_asks_once(self, gateway, upi):
        key = str(new_id())

        first = authorised(gateway, upi, key=key)
        again = authorised(gateway, upi, key=key)

        assert again.id == first.id
