"""The hosted card page: the shopper types the card here, so the shop never sees a number."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from shop.sandbox.cards import CARDS, SandboxCard, accepted_card
from shop.sandbox.money import minor_units
from shop.sandbox.money import written as written_amount
from shop.sandbox.pages import page, rows
from shop.sandbox.problems import RefusalError
from shop.sandbox.reading import body_of, checked_return_url, form_fields
from shop.sandbox.service import sandbox_of
from shop.sandbox.tokens import create_token


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """What is paid for, and where the shopper goes back to."""

    amount: str
    currency: str
    reference: str
    return_url: str


async def show_card_page(request: Request) -> Response:
    return _form(_checkout(request.query_params), sentence="", status=HTTPStatus.OK)


async def take_card(request: Request) -> Response:
    """Back to the shop with a token, or the form again with a sentence."""
    fields = form_fields(await body_of(request))
    checkout = _checkout(fields)
    try:
        card = _typed_card(fields)
    except RefusalError as refusal:
        return _form(checkout, sentence=refusal.sentence, status=refusal.status)
    token = await sandbox_of(request).change(lambda ledger: create_token(ledger, card))
    return RedirectResponse(
        _with_token(checkout.return_url, token=token),
        HTTPStatus.SEE_OTHER,
        headers={"Cache-Control": "no-store"},
    )


def _checkout(fields: Mapping[str, str]) -> Checkout:
    currency = fields.get("currency", "")
    amount = minor_units(fields.get("amount", ""), currency)
    return Checkout(
        amount=written_amount(amount, currency),
        currency=currency,
        reference=fields.get("reference", "")[:200],
        return_url=checked_return_url(fields.get("return_url", "")),
    )


def _typed_card(fields: Mapping[str, str]) -> SandboxCard:
    return accepted_card(
        number=fields.get("number", ""),
        expiry=fields.get("expiry", ""),
        cvc=fields.get("cvc", ""),
    )


def _with_token(address: str, *, token: str) -> str:
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode({"token": token})]))
    return urlunsplit(parts._replace(query=query))


def _form(checkout: Checkout, *, sentence: str, status: HTTPStatus) -> Response:
    messages = [{"sentence": sentence}] if sentence else []
    return page(
        "card",
        status=status,
        title="Pay by card",
        message=rows("card_message", messages),
        numbers=rows("card_number", [{"number": card.number} for card in CARDS]),
        stories=rows("card_story", [_story(card) for card in CARDS]),
        **asdict(checkout),
    )


def _story(card: SandboxCard) -> dict[str, str]:
    groups = [card.number[start : start + 4] for start in range(0, 16, 4)]
    return {"number": " ".join(groups), "story": card.story.plot}


ROUTES = [
    Route("/card", show_card_page),
    Route("/card", take_card, methods=["POST"]),
]
