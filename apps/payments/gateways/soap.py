"""The gateway of `python -m shop.sandbox`, over SOAP. Imported only where it is configured."""

import threading
from collections.abc import Mapping
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

import zeep
from django.conf import settings
from zeep.exceptions import Error, Fault

from apps.payments.gateways.amounts import written
from apps.payments.gateways.interface import UnknownCharge
from apps.payments.gateways.sandbox import is_known_in_sandbox
from apps.payments.rules import Action, ActionKind, Charge, ChargeStatus, Instrument
from shop.events.base import Money
from shop.kernel.callbacks import NothingOfOurs
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused, Reply, Wire

_WSDL = Path(__file__).with_name("soap.wsdl")
_BINDING = "{urn:tradewind:gateway:1}GatewayOverHttp"
_READING = zeep.Settings(
    strict=True, forbid_dtd=True, forbid_entities=True, forbid_external=True, force_https=False
)
_STATUS_OF_NO = {
    "Client.Invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "Client.NotFound": HTTPStatus.NOT_FOUND,
    "Client.Conflict": HTTPStatus.CONFLICT,
}
_local = threading.local()


class SandboxSoapGateway:
    """Understands the tokens of the sandbox's vault, whichever door they came in by."""

    def __init__(self) -> None:
        self._wire = Wire("The SOAP gateway", f"{settings.SANDBOX_URL}/soap/gateway")

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
        try:
            return self._told(
                "Authorise",
                RequestKey=key,
                Reference=reference,
                Amount=Decimal(written(amount)),
                Currency=amount.currency,
                Method=str(instrument.method),
                Instrument=instrument.token,
                ReturnUrl=instrument.return_url,
                Description=description,
            )
        except Refused as error:
            if error.status == HTTPStatus.UNPROCESSABLE_ENTITY:
                raise
            raise Unreachable(str(error)) from error

    def capture(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        total = Decimal(written(amount))
        return self._told("Capture", RequestKey=key, ChargeId=charge_id, Amount=total)

    def void(self, charge_id: str, *, key: str) -> Charge:
        return self._told("Void", RequestKey=key, ChargeId=charge_id)

    def refund(self, charge_id: str, *, amount: Money, key: str) -> Charge:
        part = Decimal(written(amount))
        return self._told("Refund", RequestKey=key, ChargeId=charge_id, Amount=part)

    def forget(self, token: str, *, key: str) -> None:
        """It keeps no cards."""

    def fetch(self, charge_id: str) -> Charge:
        try:
            return self._told("Fetch", ChargeId=charge_id)
        except Refused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            raise UnknownCharge(f"The SOAP gateway knows no charge {charge_id}.") from error

    def charge_in(self, message: str) -> str:
        raise NothingOfOurs("The SOAP gateway sends no messages.")

    def _told(self, operation: str, **asked: object) -> Charge:
        with self._wire.speaking():
            try:
                service = _client(self._wire).create_service(_BINDING, self._wire.url)
                return _charge(getattr(service, operation)(**asked))
            except Fault as fault:
                raise _no_or_trouble(fault) from fault
            except (Error, ValueError) as error:
                sentence = f"{self._wire.name} gave an answer that cannot be read."
                raise Unreachable(sentence) from error


class _OverOurWire(zeep.Transport):
    """zeep's questions go where ours go: within a time budget that holds to the letter."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._wire = wire

    def post(self, address: str, message: bytes, headers: Mapping[str, str]) -> "_Answer":
        known_by = {**headers, "Authorization": f"Bearer {settings.SANDBOX_SECRET}"}
        return _Answer(self._wire.ask("POST", address, headers=known_by, content=message))


class _Answer:
    """A reply as zeep reads it; a firm that has no answer does not write XML."""

    encoding = "utf-8"

    def __init__(self, reply: Reply) -> None:
        kind = reply.headers.get("content-type", "")
        if not kind.startswith("text/xml"):
            raise Unreachable(f"The SOAP gateway answered with status {reply.status}.")
        self.status_code = reply.status
        self.content = reply.content
        self.headers = {"Content-Type": kind}


def _client(wire: Wire) -> zeep.Client:
    """One for each thread; it reads the description that lies beside this file, not the firm's."""
    if getattr(_local, "wire", None) != wire:
        _local.client = zeep.Client(str(_WSDL), transport=_OverOurWire(wire), settings=_READING)
        _local.wire = wire
    client: zeep.Client = _local.client
    return client


def _no_or_trouble(fault: Fault) -> Exception:
    code = (fault.code or "").rpartition(":")[2]
    sentence = f"The SOAP gateway said {code}: {fault.message}"
    if status := _STATUS_OF_NO.get(code):
        return Refused(sentence, status=status)
    return Unreachable(sentence)


def _charge(told: Any) -> Charge:
    return Charge(
        id=told.Id,
        reference=told.Reference,
        status=ChargeStatus(told.Status),
        amount=told.Amount,
        currency=told.Currency,
        captured=told.Captured,
        refunded=told.Refunded,
        decline_code=told.DeclineCode,
        action=_action(told.Action) if told.Action else None,
    )


def _action(told: Any) -> Action:
    return Action(
        kind=ActionKind(told.Kind), url=told.Url or "", page=told.Page or "",
        expires_at=told.ExpiresAt,
    )  # fmt: skip
