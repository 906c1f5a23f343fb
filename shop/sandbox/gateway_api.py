"""The gateway over HTTP: read, do once, answer."""

import asyncio
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Protocol

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.answers import answer_once
from shop.sandbox.cards import accepted_card
from shop.sandbox.charges import Charge, Method
from shop.sandbox.gateway import (
    Wish,
    capture_charge,
    charge_with_id,
    charges_for,
    open_charge,
    refund_charge,
    void_charge,
)
from shop.sandbox.money import minor_units
from shop.sandbox.reading import asked_place, asked_reference, body_of, checked_return_url, decoded
from shop.sandbox.service import Sandbox, sandbox_of
from shop.sandbox.settlements import settled_after
from shop.sandbox.silence import Firm
from shop.sandbox.storage import Ledger
from shop.sandbox.stories import Story
from shop.sandbox.tokens import card_behind, create_token, forget_token
from shop.sandbox.upi_ids import ASKS, story_of


class AmountMove(Protocol):
    def __call__(self, ledger: Ledger, charge_id: str, *, amount: int) -> Charge: ...


@dataclass(frozen=True, kw_only=True)
class ChargeInput:
    """`token` stands for a card, `upi_id` is whom to ask; approval leads to `return_url`.

    The buyer reads `description` where he approves; the shop finds the charge by `reference`. A
    card that is to be kept can be asked again by the token that the paid charge names as `saved`.
    """

    reference: Annotated[str, Meta(min_length=1, max_length=200)]
    amount: str
    currency: str
    description: Annotated[str, Meta(max_length=200)] = ""
    method: Method = Method.CARD
    token: str = ""
    upi_id: Annotated[str, Meta(max_length=100)] = ""
    return_url: Annotated[str, Meta(max_length=1000)] = ""
    keep: bool = False


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
    """Authorise an amount. With a stalling story, the first answer comes long after the money."""
    body = await body_of(request)
    asked = decoded(body, ChargeInput)
    sandbox = sandbox_of(request)
    story = await sandbox.look(lambda ledger: story_of_wish(ledger, asked))
    wish = wish_of(asked, story, sandbox, door=Firm.GATEWAY)
    answer = await answer_once(
        request,
        body,
        lambda ledger: open_charge(ledger, _keeping(ledger, asked, wish)).as_json(),
        status=HTTPStatus.CREATED,
    )
    if story.first_answer == "stalled" and answer.origin == "new":
        await asyncio.sleep(sandbox.options.stall_seconds)
    return answer.response()


def _keeping(ledger: Ledger, asked: ChargeInput, wish: Wish) -> Wish:
    if not asked.keep or asked.method != Method.CARD:
        return wish
    return replace(wish, saved_token=create_token(ledger, card_behind(ledger, asked.token)))


async def forget_card(request: Request) -> Response:
    token = request.path_params["token"]
    answer = await answer_once(
        request, await body_of(request), lambda ledger: _forgotten(ledger, token)
    )
    return answer.response()


def _forgotten(ledger: Ledger, token: str) -> dict[str, object]:
    forget_token(ledger, token)
    return {"token": token}


def story_of_wish(ledger: Ledger, asked: ChargeInput) -> Story:
    match asked.method:
        case Method.CARD:
            return card_behind(ledger, asked.token).story
        case Method.UPI_COLLECT:
            return story_of(asked.upi_id)
        case Method.UPI_INTENT:
            return ASKS


def wish_of(asked: ChargeInput, story: Story, sandbox: Sandbox, *, door: Firm) -> Wish:
    return Wish(
        reference=asked.reference,
        description=asked.description,
        amount=minor_units(asked.amount, asked.currency),
        currency=asked.currency,
        method=asked.method,
        upi_id=asked.upi_id,
        return_url=checked_return_url(asked.return_url) if asked.return_url else "",
        story=story,
        door=door,
        address=sandbox.address,
        settles_after=sandbox.settling_seconds(story),
        lasts=sandbox.options.action_seconds if story.lasts == "a_while" else 0,
    )


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


async def list_settlements(request: Request) -> Response:
    """What came in and went back by this door behind a place, and the place behind that."""
    place = asked_place(request)
    statement = await sandbox_of(request).look(
        lambda ledger: settled_after(ledger, door=Firm.GATEWAY, place=place)
    )
    return JSONResponse({"lines": statement.lines, "place": str(statement.place)})


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
    Route("/tokens/{token}/forget", forget_card, methods=["POST"]),
    Route("/charges", create_charge, methods=["POST"]),
    Route("/charges", list_charges),
    Route("/charges/{charge_id}", show_charge),
    Route("/charges/{charge_id}/capture", capture, methods=["POST"]),
    Route("/charges/{charge_id}/void", void, methods=["POST"]),
    Route("/charges/{charge_id}/refunds", refund, methods=["POST"]),
    Route("/settlements", list_settlements),
]
