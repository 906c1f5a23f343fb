"""The same gateway over SOAP 1.1: read, do once, answer. `soap.wsdl` says what may be asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shop.sandbox.answers import Effect, answer_under
from shop.sandbox.charges import Method
from shop.sandbox.gateway import (
    capture_charge,
    charge_with_id,
    open_charge,
    refund_charge,
    void_charge,
)
from shop.sandbox.gateway_api import AmountMove, ChargeInput, story_of_wish, wish_of
from shop.sandbox.money import minor_units
from shop.sandbox.problems import RefusalError, invalid
from shop.sandbox.reading import body_of
from shop.sandbox.service import Sandbox, sandbox_of
from shop.sandbox.silence import Firm

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_OURS = "urn:tradewind:gateway:1"
_WSDL = Path(__file__).with_name("soap.wsdl")
_CODES = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "Client.Invalid",
    HTTPStatus.NOT_FOUND: "Client.NotFound",
    HTTPStatus.CONFLICT: "Client.Conflict",
}


@dataclass(frozen=True)
class Call:
    """One operation that was asked for, with its fields."""

    operation: str
    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        if name not in self.fields:
            raise invalid(f"{self.operation} needs a {name}.")
        return self.fields[name]


async def answer(request: Request) -> Response:
    """A charge, or a fault; both are XML."""
    try:
        call = _read(await body_of(request))
        charge = await _OPERATIONS[call.operation](sandbox_of(request), call)
    except RefusalError as refusal:
        return _fault(refusal)
    return _in_envelope(_written(charge), HTTPStatus.OK)


async def describe(request: Request) -> Response:
    """The WSDL."""
    return Response(_WSDL.read_bytes(), media_type="text/xml")


async def _authorise(sandbox: Sandbox, call: Call) -> Mapping[str, object]:
    asked = _wanted(call)
    story = await sandbox.look(lambda ledger: story_of_wish(ledger, asked))
    wish = wish_of(asked, story, sandbox, door=Firm.SOAP)
    content = {name: text for name, text in call.fields.items() if name != "RequestKey"}
    given = await answer_under(
        sandbox,
        call["RequestKey"],
        (call.operation, content),
        lambda ledger: open_charge(ledger, wish).as_json(),
    )
    if story.first_answer == "stalled" and given.origin == "new":
        await asyncio.sleep(sandbox.options.stall_seconds)
    return _object(given.body)


def _wanted(call: Call) -> ChargeInput:
    of_upi = call["Method"] == Method.UPI_COLLECT
    fields = {
        "reference": call["Reference"],
        "amount": call["Amount"],
        "currency": call["Currency"],
        "method": call["Method"],
        "description": call["Description"],
        "return_url": call["ReturnUrl"],
        "upi_id" if of_upi else "token": call["Instrument"],
    }
    try:
        return msgspec.convert(fields, ChargeInput)
    except msgspec.ValidationError as error:
        raise invalid(f"The question does not fit: {error}.") from error


async def _capture(sandbox: Sandbox, call: Call) -> Mapping[str, object]:
    return await _move_amount(sandbox, call, capture_charge)


async def _refund(sandbox: Sandbox, call: Call) -> Mapping[str, object]:
    return await _move_amount(sandbox, call, refund_charge)


async def _void(sandbox: Sandbox, call: Call) -> Mapping[str, object]:
    charge_id = call["ChargeId"]
    return await _once(sandbox, call, lambda ledger: void_charge(ledger, charge_id).as_json())


async def _fetch(sandbox: Sandbox, call: Call) -> Mapping[str, object]:
    charge_id = call["ChargeId"]
    charge = await sandbox.look(lambda ledger: charge_with_id(ledger, charge_id))
    return charge.as_json()


async def _move_amount(sandbox: Sandbox, call: Call, move: AmountMove) -> Mapping[str, object]:
    charge_id = call["ChargeId"]
    charge = await sandbox.look(lambda ledger: charge_with_id(ledger, charge_id))
    amount = minor_units(call["Amount"], charge.currency)
    return await _once(
        sandbox, call, lambda ledger: move(ledger, charge_id, amount=amount).as_json()
    )


async def _once(sandbox: Sandbox, call: Call, effect: Effect) -> Mapping[str, object]:
    content = {name: text for name, text in call.fields.items() if name != "RequestKey"}
    given = await answer_under(sandbox, call["RequestKey"], (call.operation, content), effect)
    return _object(given.body)


_Operation = Callable[[Sandbox, Call], Awaitable[Mapping[str, object]]]
_OPERATIONS: dict[str, _Operation] = {
    "Authorise": _authorise,
    "Capture": _capture,
    "Void": _void,
    "Refund": _refund,
    "Fetch": _fetch,
}


def _object(text: str) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads(text)
    return found


def _read(body: bytes) -> Call:
    if b"<!" in body:
        raise invalid("Send no document type and no comments.")
    try:
        envelope = ET.fromstring(body)  # noqa: S314 - without a document type there are no entities
    except ET.ParseError as error:
        raise invalid(f"The body is no XML: {error}.") from error
    asked = envelope.find(f"{{{_ENVELOPE}}}Body/*")
    name = asked.tag.removeprefix(f"{{{_OURS}}}") if asked is not None else ""
    if asked is None or name not in _OPERATIONS:
        raise invalid("The body asks for nothing that soap.wsdl knows.")
    return Call(name, {it.tag.removeprefix(f"{{{_OURS}}}"): it.text or "" for it in asked})


def _written(charge: Mapping[str, object]) -> ET.Element:
    answer = ET.Element(f"{{{_OURS}}}Answer")
    told = ET.SubElement(answer, f"{{{_OURS}}}Charge")
    for name in ("id", "reference", "status", "amount", "currency", "captured", "refunded"):
        _say(told, name, charge[name])
    if charge["decline_code"] is not None:
        _say(told, "decline_code", charge["decline_code"])
    action = charge["action"]
    if isinstance(action, dict):
        what = ET.SubElement(told, f"{{{_OURS}}}Action")
        for name in ("kind", "url", "page", "expires_at"):
            _say(what, name, action[name])
    return answer


def _say(parent: ET.Element, name: str, value: object) -> None:
    tag = name.title().replace("_", "")
    ET.SubElement(parent, f"{{{_OURS}}}{tag}").text = str(value)


def _fault(refusal: RefusalError) -> Response:
    fault = ET.Element(f"{{{_ENVELOPE}}}Fault")
    code = _CODES.get(refusal.status, "Client")
    ET.SubElement(fault, "faultcode").text = f"soap:{code}"
    ET.SubElement(fault, "faultstring").text = refusal.sentence
    return _in_envelope(fault, HTTPStatus.INTERNAL_SERVER_ERROR)


def _in_envelope(content: ET.Element, status: HTTPStatus) -> Response:
    ET.register_namespace("soap", _ENVELOPE)
    envelope = ET.Element(f"{{{_ENVELOPE}}}Envelope")
    ET.SubElement(envelope, f"{{{_ENVELOPE}}}Body").append(content)
    written = ET.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return Response(written, status, media_type="text/xml")


ROUTES = [Route("/gateway", answer, methods=["POST"]), Route("/gateway", describe)]
