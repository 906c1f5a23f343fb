"""Where the buyer approves a payment: the page of the bank, and the app for UPI."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from shop.sandbox.charges import Charge, ChargeStatus, Method
from shop.sandbox.gateway import approve_charge, charge_with_id, refuse_charge, requests_to
from shop.sandbox.money import written as written_amount
from shop.sandbox.pages import Html, page, rows
from shop.sandbox.problems import RefusalError, invalid
from shop.sandbox.reading import body_of, form_fields
from shop.sandbox.service import sandbox_of
from shop.sandbox.upi_ids import ASKS, STORIES

_DECISIONS = {"approve": approve_charge, "refuse": refuse_charge}
_OUTCOMES = {
    ChargeStatus.AUTHORISED: "You have approved this payment.",
    ChargeStatus.CAPTURED: "You have paid.",
    ChargeStatus.REFUNDED: "You have got this money back.",
    ChargeStatus.DECLINED: "You have refused this payment.",
    ChargeStatus.REQUIRES_ACTION: "The time to approve this payment is over.",
    ChargeStatus.EXPIRED: "The time to approve this payment is over.",
    ChargeStatus.VOIDED: "The shop does not ask for this payment any more.",
}


async def show_approval(request: Request) -> Response:
    charge_id = request.path_params["charge_id"]
    charge = await sandbox_of(request).look(lambda ledger: charge_with_id(ledger, charge_id))
    return _asking(charge) if charge.waits_for_buyer else _outcome(charge)


async def decide(request: Request) -> Response:
    """Back to the shop, however the buyer decided; or the page that says why it is too late."""
    charge_id = request.path_params["charge_id"]
    decision = _DECISIONS.get(form_fields(await body_of(request)).get("decision", ""))
    if decision is None:
        raise invalid("Press one of the buttons of this page.")
    try:
        charge = await sandbox_of(request).change(lambda ledger: decision(ledger, charge_id))
    except RefusalError as refusal:
        if refusal.status != HTTPStatus.CONFLICT:
            raise
        return await show_approval(request)
    if not charge.return_url:
        return _outcome(charge)
    return RedirectResponse(
        charge.return_url, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"}
    )


async def show_upi_app(request: Request) -> Response:
    """What a UPI id is asked to approve, as on the phone of its owner."""
    upi_id = request.query_params.get("upi_id", "")[:100]
    charges = await sandbox_of(request).look(lambda ledger: requests_to(ledger, upi_id=upi_id))
    sentence = "Nobody asks this id for money." if upi_id and not charges else ""
    return page(
        "upi_app",
        title="Sandbox UPI",
        upi_id=upi_id,
        message=rows("card_message", [{"sentence": sentence}] if sentence else []),
        requests=rows("upi_request", [_request(charge) for charge in charges]),
        stories=rows("card_story", _stories()),
    )


def _asking(charge: Charge) -> Response:
    heading = "Your bank asks you" if charge.method == Method.CARD else "Sandbox UPI"
    return page(
        "approval",
        title=heading,
        heading=heading,
        amount=written_amount(charge.amount, charge.currency),
        currency=charge.currency,
        purpose=charge.purpose,
        action=f"/gateway/approvals/{charge.id}",
        leave=_way_back(charge),
    )


def _outcome(charge: Charge) -> Response:
    return page(
        "approval_outcome",
        title="Your payment",
        sentence=_OUTCOMES.get(charge.status, "The bank is deciding about this payment."),
        leave=_way_back(charge),
    )


def _way_back(charge: Charge) -> Html:
    links = [{"address": charge.return_url}] if charge.return_url else []
    return rows("way_back", links)


def _request(charge: Charge) -> dict[str, object]:
    amount = f"{written_amount(charge.amount, charge.currency)} {charge.currency}"
    return {"address": charge.page, "amount": amount, "purpose": charge.purpose}


def _stories() -> list[dict[str, object]]:
    stories = [*STORIES.items(), ("any-name@sandbox", ASKS)]
    return [{"number": upi_id, "story": story.plot} for upi_id, story in stories]


ROUTES = [
    Route("/approvals/{charge_id}", show_approval),
    Route("/approvals/{charge_id}", decide, methods=["POST"]),
    Route("/upi", show_upi_app),
]
