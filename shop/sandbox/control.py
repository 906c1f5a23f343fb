"""Levers for demo and tests: outages, silence, what happens at once, a look at the callbacks."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.callbacks import kept_callbacks
from shop.sandbox.gateway import expire_charge, settle_charge
from shop.sandbox.outage import start_outage
from shop.sandbox.phones import newest_messages
from shop.sandbox.reading import body_of, decoded
from shop.sandbox.service import sandbox_of
from shop.sandbox.silence import Firm, start_silence


@dataclass(frozen=True, kw_only=True)
class OutageInput:
    seconds: Annotated[float, Meta(ge=0, le=86_400)]


@dataclass(frozen=True, kw_only=True)
class SilenceInput:
    """Without a firm, all of them are silent."""

    seconds: Annotated[float, Meta(ge=0, le=86_400)]
    firm: Firm | None = None


async def play_outage(request: Request) -> Response:
    seconds = decoded(await body_of(request), OutageInput).seconds
    await sandbox_of(request).look(lambda ledger: start_outage(ledger, seconds=seconds))
    return JSONResponse({"seconds": seconds})


async def play_silence(request: Request) -> Response:
    wanted = decoded(await body_of(request), SilenceInput)
    firms = [wanted.firm] if wanted.firm else list(Firm)
    await sandbox_of(request).look(
        lambda ledger: start_silence(ledger, firms=firms, seconds=wanted.seconds)
    )
    return JSONResponse({"seconds": wanted.seconds, "firms": firms})


async def settle(request: Request) -> Response:
    charge_id = request.path_params["charge_id"]
    charge = await sandbox_of(request).change(lambda ledger: settle_charge(ledger, charge_id))
    return JSONResponse(charge.as_json())


async def expire(request: Request) -> Response:
    """The buyer's time to approve is over now."""
    charge_id = request.path_params["charge_id"]
    charge = await sandbox_of(request).change(lambda ledger: expire_charge(ledger, charge_id))
    return JSONResponse(charge.as_json())


async def answer_order(request: Request) -> Response:
    """The supplier says now what will come."""
    sandbox, order_id = sandbox_of(request), request.path_params["order_id"]
    order = await sandbox.change(lambda ledger: sandbox.suppliers.answer(ledger, order_id))
    return JSONResponse(order.as_json())


async def supply_order(request: Request) -> Response:
    """The next delivery leaves the supplier now."""
    sandbox, order_id = sandbox_of(request), request.path_params["order_id"]
    order = await sandbox.change(lambda ledger: sandbox.suppliers.supply(ledger, order_id))
    return JSONResponse(order.as_json())


async def list_callbacks(request: Request) -> Response:
    """The newest thousand, sent or not."""
    callbacks = await sandbox_of(request).look(lambda ledger: kept_callbacks(ledger, limit=1000))
    return JSONResponse(callbacks)


async def list_phone_messages(request: Request) -> Response:
    """The newest thousand, the oldest first."""
    messages = await sandbox_of(request).look(lambda ledger: newest_messages(ledger, limit=1000))
    return JSONResponse([message.as_json() for message in messages])


ROUTES = [
    Route("/outage", play_outage, methods=["POST"]),
    Route("/silence", play_silence, methods=["POST"]),
    Route("/charges/{charge_id}/settle", settle, methods=["POST"]),
    Route("/charges/{charge_id}/expire", expire, methods=["POST"]),
    Route("/supplier-orders/{order_id}/answer", answer_order, methods=["POST"]),
    Route("/supplier-orders/{order_id}/supply", supply_order, methods=["POST"]),
    Route("/callbacks", list_callbacks),
    Route("/phone-messages", list_phone_messages),
]
