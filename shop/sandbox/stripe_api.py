"""The same gateway in Stripe's dialect: forms in, PaymentIntents and Stripe's errors out.

What the shop's adapter needs of it and no more. https://docs.stripe.com/api/payment_intents
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.sandbox.answers import Effect, answer_under
from shop.sandbox.charges import Charge, Method
from shop.sandbox.clock import now
from shop.sandbox.gateway import (
    capture_charge,
    charge_with_id,
    open_charge,
    refund_charge,
    void_charge,
)
from shop.sandbox.gateway_api import ChargeInput, story_of_wish, wish_of
from shop.sandbox.money import written
from shop.sandbox.problems import RefusalError, invalid, not_found
from shop.sandbox.reading import body_of
from shop.sandbox.service import sandbox_of
from shop.sandbox.silence import Firm
from shop.sandbox.storage import Ledger
from shop.sandbox.stripe_objects import charge_id_of, intent_of, refund_of

Form = Mapping[str, str]
_CARD_OF = {
    "pm_card_visa": "tok_4242424242424242",
    "pm_card_visa_chargeDeclined": "tok_4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "tok_4000000000009995",
    "pm_card_authenticationRequired": "tok_4000000000003220",
}
"""Stripe's own test methods; `pm_` and a test number is as good."""
_TYPES = {
    HTTPStatus.NOT_FOUND: (404, "resource_missing"),
    HTTPStatus.CONFLICT: (400, "payment_intent_unexpected_state"),
    HTTPStatus.UNPROCESSABLE_ENTITY: (400, "parameter_invalid"),
}


def _in_stripes_words(
    endpoint: Callable[[Request, Form], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Reads the form, and says no as Stripe does."""

    async def answer(request: Request) -> Response:
        try:
            text = (await body_of(request)).decode("ascii")
            form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=50))
            return await endpoint(request, {**dict(request.query_params), **form})
        except RefusalError as refusal:
            status, code = _TYPES.get(refusal.status, (400, "parameter_invalid"))
            return _error(status, code=code, message=refusal.sentence)
        except ValueError:
            return _error(400, code="parameter_invalid", message="The body is no form.")

    return answer


def _error(status: int, **details: object) -> Response:
    return JSONResponse({"error": {"type": "invalid_request_error", **details}}, status)


async def _create(request: Request, form: Form) -> Response:
    sandbox = sandbox_of(request)
    asked = _wanted(form)
    story = await sandbox.look(lambda ledger: story_of_wish(ledger, asked))
    wish = wish_of(asked, story, sandbox, door=Firm.STRIPE)
    given = await answer_under(
        sandbox, _key(request), (request.url.path, dict(form)),
        lambda ledger: intent_of(open_charge(ledger, wish)),
    )  # fmt: skip
    if story.first_answer == "stalled" and given.origin == "new":
        await asyncio.sleep(sandbox.options.stall_seconds)
    return _answer(json.loads(given.body), form, declines=True)


def _wanted(form: Form) -> ChargeInput:
    for name, value in {"confirm": "true", "capture_method": "manual"}.items():
        if form.get(name) != value:
            raise invalid(f"This sandbox knows only {name}={value}.")
    currency = form.get("currency", "").upper()
    if not form.get("amount", "").isdecimal():
        raise invalid("Invalid integer: amount")
    token = form.get("payment_method", "")
    return ChargeInput(
        reference=form.get("metadata[reference]", "") or "none",
        amount=written(int(form["amount"]), currency),
        currency=currency,
        description=form.get("description", ""),
        method=Method.CARD,
        token=_CARD_OF.get(token, f"tok_{token.removeprefix('pm_')}"),
        return_url=form.get("return_url", ""),
    )


async def _retrieve(request: Request, form: Form) -> Response:
    charge = await _asked_charge(request)
    return _answer(intent_of(charge), form)


async def _capture(request: Request, form: Form) -> Response:
    charge = await _asked_charge(request)
    amount = _units(form, "amount_to_capture")
    return await _moved(
        request, form, lambda ledger: intent_of(capture_charge(ledger, charge.id, amount=amount))
    )


async def _cancel(request: Request, form: Form) -> Response:
    charge = await _asked_charge(request)
    return await _moved(request, form, lambda ledger: intent_of(void_charge(ledger, charge.id)))


async def _refund(request: Request, form: Form) -> Response:
    charge_id = charge_id_of(form.get("payment_intent", ""))
    amount = _units(form, "amount")

    def give_back(ledger: Ledger) -> Mapping[str, object]:
        charge = refund_charge(ledger, charge_id, amount=amount)
        return refund_of(charge, amount=amount, refund_id=f"re_{secrets.token_hex(12)}", at=now())

    return await _moved(request, form, give_back)


async def _moved(request: Request, form: Form, effect: Effect) -> Response:
    asked = (request.url.path, dict(form))
    given = await answer_under(sandbox_of(request), _key(request), asked, effect)
    return _answer(json.loads(given.body), form)


async def _unknown(request: Request, form: Form) -> Response:
    raise not_found(f"Unrecognized request URL ({request.method}: {request.url.path}).")


def _answer(told: dict[str, Any], form: Form, *, declines: bool = False) -> Response:
    if declines and told["status"] == "requires_payment_method":
        error = {**told["last_payment_error"], "payment_intent": _collapsed(told)}
        return JSONResponse({"error": error}, HTTPStatus.PAYMENT_REQUIRED)
    expands = any(name.startswith("expand") for name in form)
    return JSONResponse(told if expands else _collapsed(told))


def _collapsed(told: dict[str, Any]) -> dict[str, Any]:
    """Without `expand`, of the latest charge there is only the id."""
    latest = told.get("latest_charge")
    return {**told, "latest_charge": latest["id"]} if latest else told


async def _asked_charge(request: Request) -> Charge:
    charge_id = charge_id_of(request.path_params["intent"])
    return await sandbox_of(request).look(lambda ledger: charge_with_id(ledger, charge_id))


def _units(form: Form, name: str) -> int:
    if not form.get(name, "").isdecimal():
        raise invalid(f"Invalid integer: {name}")
    return int(form[name])


def _key(request: Request) -> str:
    """Stripe asks for none; whoever sends none is answered anew each time."""
    return request.headers.get("Idempotency-Key", "") or secrets.token_hex(16)


ROUTES = [
    Route("/v1/payment_intents", _in_stripes_words(_create), methods=["POST"]),
    Route("/v1/payment_intents/{intent}", _in_stripes_words(_retrieve)),
    Route("/v1/payment_intents/{intent}/capture", _in_stripes_words(_capture), methods=["POST"]),
    Route("/v1/payment_intents/{intent}/cancel", _in_stripes_words(_cancel), methods=["POST"]),
    Route("/v1/refunds", _in_stripes_words(_refund), methods=["POST"]),
    Route("/{anything:path}", _in_stripes_words(_unknown), methods=["GET", "POST"]),
]
