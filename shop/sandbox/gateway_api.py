"""The gateway over HTTP: read, do once, answer."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Protocol

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.answers import answer_once
from shop.sandbox.cards import accepted_card
from shop.sandbox.charges import Charge
from shop.sandbox.gateway import (
    capture_charge,
    card_behind,
    charge_with_id,
    charges_for,
    create_token,
    open_charge,
    refund_charge,
    void_charge,
)
from shop.sandbox.money import minor_units
from shop.sandbox.reading import asked_reference, body_of, decoded
from shop.sandbox.service import sandbox_of
from shop.sandbox.storage import Ledger


class AmountMove(Protocol):
    def __call__(self, ledger: Ledger, charge_id: str, *, amount: int) -> Charge: ...


@dataclass(frozen=True, kw_only=True)
class ChargeInput:
    reference: Annotated[str, Meta(min_length=1, max_length=200)]
    amount: str
    currency: str
    token: str


@dataclass(frozen=True, kw_only=True)
class AmountInput:
    amount: str


@dataclass(frozen=True, kw_only=True)
class CardInput:
    number: str
    expiry: str
    cvc: str


async def tokenise_card(request: Request) -> Response:
    card_input = decoded(await body_of(request), CardInput)
    card = accepted_card(number=card_input.number, expiry=card_input.expiry, cvc=card_input.cvc)
    token = await sandbox_of(request).change(lambda ledger: create_token(ledger, card))
    return JSONResponse({"token": token}, HTTPStatus.CREATED)


async def create_charge(request: Request) -> Response:
    """Authorise an amount. With the stalling card, the first answer comes long after the money."""
    body = await body_of(request)
    asked = decoded(body, ChargeInput)
    amount = minor_units(asked.amount, asked.currency)
    sandbox = sandbox_of(request)
    card = await sandbox.look(lambda ledger: card_behind(ledger, asked.token))

    def authorise(ledger: Ledger) -> dict[str, object]:
        charge = open_charge(
            ledger,
            reference=asked.reference,
            amount=amount,
            currency=asked.currency,
            card=card,
            settles_after=sandbox.settling_seconds(card),
        )
        return charge.as_json()

    answer = await answer_once(request, body, authorise, status=HTTPStatus.CREATED)
    if card.first_answer == "stalled" and answer.origin == "new":
        await asyncio.sleep(sandbox.options.stall_seconds)
    return answer.response()


async def capture(request: Request) -> Response:
    return await _move_amount(request, capture_charge)


async def refund(request: Request) -> Response:
    return await _move_amount(request, refund_charge)


async def void(request: Request) -> Response:
    body = await body_of(request)
    charge_id = request.path_params["charge_id"]
    answer = await answer_once(
        request, body, lambda ledger: void_charge(ledger, charge_id).as_json()
    )
    return answer.response()


async def show_charge(request: Request) -> Response:
    charge = await _asked_charge(request)
    return JSONResponse(charge.as_json())


async def list_charges(request: Request) -> Response:
    reference = asked_reference(request)
    charges = await sandbox_of(request).look(
        lambda ledger: charges_for(ledger, reference=reference)
    )
    return JSONResponse([charge.as_json() for charge in charges])


async def _move_amount(request: Request, move: AmountMove) -> Response:
    body = await body_of(request)
    charge = await _asked_charge(request)
    amount = minor_units(decoded(body, AmountInput).amount, charge.currency)
    answer = await answer_once(
        request, body, lambda ledger: move(ledger, charge.id, amount=amount).as_json()
    )
    return answer.response()


async def _asked_charge(request: Request) -> Charge:
    charge_id = request.path_params["charge_id"]
    return await sandbox_of(request).look(lambda ledger: charge_with_id(ledger, charge_id))


ROUTES = [
    Route("/tokens", tokenise_card, methods=["POST"]),
    Route("/charges", create_charge, methods=["POST"]),
    Route("/charges", list_charges),
    Route("/charges/{charge_id}", show_charge),
    Route("/charges/{charge_id}/capture", capture, methods=["POST"]),
    Route("/charges/{charge_id}/void", void, methods=["POST"]),
    Route("/charges/{charge_id}/refunds", refund, methods=["POST"]),
]
