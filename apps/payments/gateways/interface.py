"""What a payment gateway has to be able to do."""

from typing import Protocol, runtime_checkable

from apps.payments.rules import Charge, Instrument, Statement
from shop.events.base import Money


class UnknownCharge(LookupError):
    """The gateway has no charge with this id."""


class PaymentGateway(Protocol):
    """What the shop needs of a gateway; tests/apps/payments/gateway_conformance.py judges it.

    Every move answers with the charge afterwards. The same `key` asked again has the same effect
    once and gives the first answer. Raises Refused for a move that can never be, Unreachable when
    it is not known whether the gateway acted, NotAsked when it surely did not hear of it.
    """

    def takes(self, instrument: Instrument) -> bool:
        """Whether the buyer can pay with it here: a token means something to its own vault only."""

    def authorise(
        self,
        *,
        reference: str,
        amount: Money,
        instrument: Instrument,
        key: str,
        description: str = "",
    ) -> Charge:
        """Keeps the amount on the buyer's side for us; he reads `description` when he is asked.

        A card that is to be kept is named by the charge as `saved`, where the gateway does that.
        Authorised, declined, processing, or requires_action with what the buyer has to do first;
        what he does not do in time becomes expired.
        """

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        """Takes the authorised amount, or less: what is left of it is let go. Refused for more."""

    def void(self, charge_id: str, *, key: str) -> Charge:
        """Lets go of an authorised amount, or of one that still waits for the buyer.

        Refused once it was captured.
        """

    def refund(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        """Gives back a part of what was captured, or all."""

    def fetch(self, charge_id: str) -> Charge:
        """The charge as it is now. Raises UnknownCharge."""

    def charge_in(self, message: str) -> str:
        """The id of the charge that a message of the gateway is about. Raises NothingOfOurs."""

    def forget(self, token: str, *, key: str) -> None:
        """A card that it kept is not asked any more; of one that it does not know, neither."""


@runtime_checkable
class SettlingGateway(Protocol):
    """A gateway that tells what it settled; of all others files are taken in."""

    def settled(self, *, after: str) -> Statement:
        """Lines behind that place, the oldest first; the same place again if there are none yet.

        The empty place is before all of them. Raises Refused and Unreachable.
        """
