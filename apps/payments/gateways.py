"""Payment gateways: one small interface, and the adapters behind it."""

from decimal import Decimal
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.utils.module_loading import import_string

from apps.payments.rules import Charge, Instrument, Method
from shop.events.base import Money
from shop.kernel.money import rounded
from shop.kernel.outside import OutsideFirm, Refused


class UnknownCharge(LookupError):
    """The gateway has no charge with this id."""


class PaymentGateway(Protocol):
    """What the shop needs of a gateway; tests/apps/payments/gateway_conformance.py judges it.

    Every move answers with the charge afterwards. The same `key` asked again has the same effect
    once and gives the first answer. Raises Refused for a move that can never be, Unreachable when
    it is not known whether the gateway acted.
    """

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

        Authorised, declined, processing, or requires_action with what the buyer has to do first;
        what he does not do in time becomes expired.
        """

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        """Takes the authorised amount."""

    def void(self, charge_id: str, *, key: str) -> Charge:
        """Lets go of an authorised amount, or of one that still waits for the buyer.

        Refused once it was captured.
        """

    def refund(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        """Gives back a part of what was captured, or all."""

    def fetch(self, charge_id: str) -> Charge:
        """The charge as it is now. Raises UnknownCharge."""


def payment_gateway() -> PaymentGateway:
    """The gateway that `settings.PAYMENT_GATEWAY` names."""
    gateway: PaymentGateway = import_string(settings.PAYMENT_GATEWAY)()
    return gateway


_TOKEN_FIELDS = {Method.UPI_COLLECT: "upi_id"}


class SandboxGateway:
    """The gateway of `python -m shop.sandbox`."""

    def __init__(self) -> None:
        self._firm = OutsideFirm("The gateway", settings.SANDBOX_URL, settings.SANDBOX_SECRET)

    def authorise(
        self,
        *,
        reference: str,
        amount: Money,
        instrument: Instrument,
        key: str,
        description: str = "",
    ) -> Charge:
        body = {
            "reference": reference,
            "amount": _written(amount),
            "currency": amount.currency,
            "method": instrument.method,
            "return_url": instrument.return_url,
            _TOKEN_FIELDS.get(instrument.method, "token"): instrument.token,
        }
        if description:
            body["description"] = description
        return self._firm.create("/gateway/charges", body, Charge, key=key)

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        return self._move(charge_id, "capture", {"amount": _written(amount)}, key=key)

    def void(self, charge_id: str, *, key: str) -> Charge:
        return self._move(charge_id, "void", {}, key=key)

    def refund(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        return self._move(charge_id, "refunds", {"amount": _written(amount)}, key=key)

    def fetch(self, charge_id: str) -> Charge:
        try:
            return self._firm.get(f"/gateway/charges/{quote(charge_id, safe='')}", Charge)
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise UnknownCharge(f"The gateway knows no charge {charge_id}.") from error

    def _move(self, charge_id: str, verb: str, body: dict[str, str], *, key: str) -> Charge:
        return self._firm.post(
            f"/gateway/charges/{quote(charge_id, safe='')}/{verb}", body, Charge, key=key
        )


def _written(money: Money) -> str:
    """The same text at every retry: a gateway compares bodies that come with the same key."""
    amount: Decimal = rounded(money.amount, money.currency)
    return f"{amount:f}"
