"""The gateway of `python -m shop.sandbox`, over JSON."""

from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec
from django.conf import settings

from apps.payments.gateways.amounts import written
from apps.payments.gateways.interface import UnknownCharge
from apps.payments.rules import Charge, Instrument, Method, SettlementLine, Statement
from shop.events.base import Money
from shop.kernel.callbacks import OutsideId, part_of
from shop.kernel.errors import Unreachable
from shop.kernel.outside import OutsideFirm, Refused

_TOKENS = "tok_"
_TOKEN_FIELDS = {Method.UPI_COLLECT: "upi_id"}


class _CalledBackCharge(msgspec.Struct):
    id: OutsideId


class _ForgottenCard(msgspec.Struct):
    token: str


class Message(msgspec.Struct):
    """The part of a callback's body that is needed: which charge it is about."""

    data: _CalledBackCharge


class _Line(msgspec.Struct):
    id: OutsideId
    charge: OutsideId
    amount: Decimal
    currency: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]


class _Statement(msgspec.Struct):
    lines: list[_Line]
    place: OutsideId


def is_known_in_sandbox(instrument: Instrument) -> bool:
    """Cards by the tokens of its vault; UPI ids are the same everywhere."""
    return instrument.method != Method.CARD or instrument.token.startswith(_TOKENS)


class SandboxGateway:
    """The gateway of `python -m shop.sandbox`."""

    def __init__(self) -> None:
        self._firm = OutsideFirm("The gateway", settings.SANDBOX_URL, settings.SANDBOX_SECRET)

    def takes(self, instrument: Instrument) -> bool:
        return is_known_in_sandbox(instrument)

    def authorise(
        self,
        *,
        reference: str,
        amount: Money,
        instrument: Instrument,
        key: str,
        description: str = "",
    ) -> Charge:
        body: dict[str, object] = {
            "reference": reference,
            "amount": written(amount),
            "currency": amount.currency,
            "method": instrument.method,
            "return_url": instrument.return_url,
            _TOKEN_FIELDS.get(instrument.method, "token"): instrument.token,
        }
        if description:
            body["description"] = description
        if instrument.keep:
            body["keep"] = True
        return self._firm.create("/gateway/charges", body, Charge, key=key)

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        return self._move(charge_id, "capture", {"amount": written(amount)}, key=key)

    def void(self, charge_id: str, *, key: str) -> Charge:
        return self._move(charge_id, "void", {}, key=key)

    def refund(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        return self._move(charge_id, "refunds", {"amount": written(amount)}, key=key)

    def forget(self, token: str, *, key: str) -> None:
        path = f"/gateway/tokens/{quote(token, safe='')}/forget"
        self._firm.post(path, {}, _ForgottenCard, key=key)

    def fetch(self, charge_id: str) -> Charge:
        try:
            return self._firm.get(f"/gateway/charges/{quote(charge_id, safe='')}", Charge)
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise UnknownCharge(f"The gateway knows no charge {charge_id}.") from error

    def charge_in(self, message: str) -> str:
        return part_of(message, Message).data.id

    def settled(self, *, after: str) -> Statement:
        path = f"/gateway/settlements?{urlencode({'after': after})}"
        told = self._firm.get(path, _Statement)
        try:
            return Statement(lines=[_line(one) for one in told.lines], place=told.place)
        except ValueError as error:
            raise Unreachable(f"The gateway's settlement cannot be read: {error}.") from error

    def _move(self, charge_id: str, verb: str, body: dict[str, str], *, key: str) -> Charge:
        return self._firm.post(
            f"/gateway/charges/{quote(charge_id, safe='')}/{verb}", body, Charge, key=key
        )


def _line(told: _Line) -> SettlementLine:
    return SettlementLine(
        id=told.id,
        charge_id=told.charge,
        came=max(told.amount, Decimal(0)),
        went=max(-told.amount, Decimal(0)),
        currency=told.currency,
        at=told.at,
    )
