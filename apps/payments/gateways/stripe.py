"""Stripe, by its own library over our own wire. Imported only where it is configured."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
import stripe
from django.conf import settings

from apps.payments.gateways.interface import UnknownCharge
from apps.payments.gateways.stripe_intents import Failure, Intent, Message, charge_of, units_of
from apps.payments.rules import Charge, ChargeStatus, Instrument, Method
from shop.events.base import Money
from shop.kernel.callbacks import NothingOfOurs, part_of
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused, Wire

_WITH_REFUNDS = ["latest_charge"]
_NEVER_DONE = {"failed", "canceled"}

logger = logging.getLogger(__name__)


class StripeGateway:
    """Cards by the payment methods that Stripe.js makes, each charge a PaymentIntent."""

    def __init__(self) -> None:
        self._wire = Wire("Stripe", settings.STRIPE_URL)
        client = _client(settings.STRIPE_URL, settings.STRIPE_SECRET_KEY)
        self._intents, self._refunds = client.v1.payment_intents, client.v1.refunds

    def takes(self, instrument: Instrument) -> bool:
        return instrument.method == Method.CARD and instrument.token.startswith("pm_")

    def authorise(
        self,
        *,
        reference: str,
        amount: Money,
        instrument: Instrument,
        key: str,
        description: str = "",
    ) -> Charge:
        asked: Any = {
            "amount": units_of(amount),
            "currency": amount.currency.lower(),
            "payment_method": instrument.token,
            "payment_method_types": ["card"],
            "capture_method": "manual",
            "confirm": True,
            # Without one, only Stripe's own script could lead the buyer to his bank.
            "return_url": instrument.return_url or settings.SHOP_URL,
            "metadata": {"reference": reference},
            "expand": _WITH_REFUNDS,
        }
        if description:
            asked["description"] = description
        with self._asking():
            try:
                return _charge(self._intents.create(asked, {"idempotency_key": key}))
            except stripe.CardError as no:
                return _declined(no)
            except stripe.InvalidRequestError as error:
                if error.http_status == HTTPStatus.NOT_FOUND:
                    raise Unreachable(f"Stripe is not at this address: {error}") from error
                raise

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        asked: Any = {"amount_to_capture": units_of(amount), "expand": _WITH_REFUNDS}
        with self._asking():
            return _charge(self._intents.capture(charge_id, asked, {"idempotency_key": key}))

    def void(self, charge_id: str, *, key: str) -> Charge:
        asked: Any = {"expand": _WITH_REFUNDS}
        with self._asking():
            return _charge(self._intents.cancel(charge_id, asked, {"idempotency_key": key}))

    def refund(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        asked: Any = {"payment_intent": charge_id, "amount": units_of(amount)}
        with self._asking():
            made = self._refunds.create(asked, {"idempotency_key": key})
            if made.status in _NEVER_DONE:
                raise Refused(f"Stripe's refund {made.id} is {made.status}.", status=409)
        return self.fetch(charge_id)

    def forget(self, token: str, *, key: str) -> None:
        """It keeps no cards."""

    def fetch(self, charge_id: str) -> Charge:
        try:
            with self._asking():
                return _charge(self._intents.retrieve(charge_id, {"expand": ["latest_charge"]}))
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise UnknownCharge(f"Stripe knows no {charge_id}.") from error

    def charge_in(self, message: str) -> str:
        about = part_of(message, Message).data.object
        intent = about.id if about.object == "payment_intent" else about.payment_intent
        if not intent:
            raise NothingOfOurs(f"It is about a {about.object}, not about a payment.")
        return intent

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One call; what the library raises becomes a no, or no answer."""
        with self._wire.speaking():
            try:
                yield
            except (stripe.CardError, stripe.InvalidRequestError) as no:
                status = no.http_status or HTTPStatus.BAD_REQUEST
                raise Refused(f"Stripe refused: {no}", status=status) from no
            except stripe.StripeError as error:
                if isinstance(error, stripe.IdempotencyError):
                    logger.error("A key of ours was used for two different requests: %s", error)  # noqa: TRY400
                raise Unreachable(f"Stripe gave no usable answer: {error}") from error
            except msgspec.MsgspecError as error:
                raise Unreachable(f"Stripe's answer cannot be read: {error}.") from error


class _OverOurWire(stripe.HTTPClient):
    """The library's requests go where ours go: within a time budget, and once."""

    name: ClassVar[str] = "tradewind"

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        content = post_data.encode() if isinstance(post_data, str) else post_data
        reply = self._wire.ask(method.upper(), url, headers=headers or {}, content=content)
        return reply.content.decode(errors="replace"), reply.status, reply.headers

    def close(self) -> None:
        """Connections belong to the wire."""


@cache
def _client(url: str, key: str) -> stripe.StripeClient:
    """Asked once for each call: who asks again is the job, whose keys are stored."""
    return stripe.StripeClient(
        key or "none",
        base_addresses={"api": url},
        http_client=_OverOurWire(Wire("Stripe", url)),
        max_network_retries=0,
    )


def _charge(told: stripe.PaymentIntent) -> Charge:
    return charge_of(msgspec.json.decode(told.last_response.body, type=Intent))  # type: ignore[union-attr]


def _declined(no: stripe.CardError) -> Charge:
    """A card that is declined at once is an error that holds the charge."""
    failure = msgspec.json.decode(no.http_body or "", type=Failure).error
    if failure.payment_intent is None:
        raise Refused(f"Stripe refused: {no}", status=HTTPStatus.PAYMENT_REQUIRED)
    charge = charge_of(failure.payment_intent)
    if charge.status != ChargeStatus.DECLINED:
        raise Unreachable(f"Stripe declined {charge.id}, which is {charge.status}.")
    return charge
