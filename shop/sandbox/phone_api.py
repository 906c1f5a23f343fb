"""The carriers over HTTP. A message's id is the shop's: sent again, it is the same message."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.phones import Carrier, dialled, fate_of, message_with_id, take_message
from shop.sandbox.problems import RefusalError, invalid, not_found
from shop.sandbox.reading import body_of, decoded
from shop.sandbox.service import sandbox_of

_HESITATIONS = {"slow": "slow_seconds", "stalled": "stall_seconds"}


@dataclass(frozen=True, kw_only=True)
class MessageInput:
    id: Annotated[str, Meta(min_length=1, max_length=200)]
    to: Annotated[str, Meta(max_length=40)]
    text: Annotated[str, Meta(min_length=1, max_length=1600)]


async def send_message(request: Request) -> Response:
    asked = decoded(await body_of(request), MessageInput)
    number = dialled(asked.to)
    fate, sandbox = fate_of(number), sandbox_of(request)
    _refuse_some(fate)
    message, is_new = await sandbox.look(
        lambda ledger: take_message(
            ledger,
            message_id=asked.id,
            carrier=_carrier_in(request),
            number=number,
            text=asked.text,
        )
    )
    if is_new and fate in _HESITATIONS:
        await asyncio.sleep(getattr(sandbox.options, _HESITATIONS[fate]))
    return JSONResponse(message.as_json(), HTTPStatus.CREATED)


async def show_message(request: Request) -> Response:
    carrier, message_id = _carrier_in(request), request.path_params["message_id"]
    message = await sandbox_of(request).look(
        lambda ledger: message_with_id(ledger, carrier, message_id)
    )
    return JSONResponse(message.as_json())


def _refuse_some(fate: str) -> None:
    if fate == "refused":
        raise invalid("Nobody has this number.")
    if fate == "unavailable":
        raise RefusalError("The carrier is busy.", status=HTTPStatus.SERVICE_UNAVAILABLE)


def _carrier_in(request: Request) -> Carrier:
    try:
        return Carrier(request.path_params["carrier"])
    except ValueError as error:
        raise not_found("There is no such carrier: it is sms or whatsapp.") from error


ROUTES = [
    Route("/{carrier}", send_message, methods=["POST"]),
    Route("/{carrier}/{message_id}", show_message),
]
