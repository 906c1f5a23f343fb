"""The calls a shop makes, with a new idempotency key unless one is given."""

from uuid import uuid4

import httpx

APPROVED = "tok_4242424242424242"
DECLINED = "tok_4000000000000002"
POOR = "tok_4000000000009995"
SLOW = "tok_4000000000000077"
STALLED = "tok_4000000000000119"
REPEATED = "tok_4000000000000259"
LATE = "tok_4000000000000341"
ASKS = "tok_4000000000003220"
MUDDLED = "tok_4000000000000267"
LETS_GO = "tok_4000000000000127"

ADA = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "line2": "",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


def post(
    client: httpx.Client, path: str, body: object, *, key: str | None = None
) -> httpx.Response:
    return client.post(path, json=body, headers={"Idempotency-Key": key or str(uuid4())})


def charge(
    client: httpx.Client,
    *,
    reference: str,
    token: str = APPROVED,
    amount: str = "12.50",
    currency: str = "EUR",
    key: str | None = None,
    **more: str,
) -> httpx.Response:
    body = {"reference": reference, "amount": amount, "currency": currency, "token": token}
    return post(client, "/gateway/charges", {**body, **more}, key=key)


def upi(
    client: httpx.Client, *, reference: str, upi_id: str = "", key: str | None = None, **more: str
) -> httpx.Response:
    """Asks this id for the money, or makes a link for any UPI app."""
    method = "upi_collect" if upi_id else "upi_intent"
    asked = {"token": "", "method": method, "upi_id": upi_id, **more}
    return charge(client, reference=reference, key=key, **asked)


def decide(url: str, decision: str) -> httpx.Response:
    """The buyer presses a button of the page, with a browser that knows no secret."""
    return httpx.post(url, data={"decision": decision}, trust_env=False)


def move(
    client: httpx.Client, charge_id: str, verb: str, *, key: str | None = None, **body: str
) -> httpx.Response:
    """`verb` is capture, void or refunds."""
    return post(client, f"/gateway/charges/{charge_id}/{verb}", body, key=key)


def book(
    client: httpx.Client, *, reference: str, key: str | None = None, **recipient: str
) -> httpx.Response:
    body = {
        "reference": reference,
        "recipient": {**ADA, **recipient},
        "parcels": [{"sku": "MUG-BLUE", "quantity": 2}],
    }
    return post(client, "/courier/shipments", body, key=key)


def callbacks_of(client: httpx.Client, reference: str) -> list[dict[str, object]]:
    """What the sandbox keeps for this reference, oldest first."""
    kept = client.get("/control/callbacks").json()
    return [one for one in reversed(kept) if one["body"]["data"]["reference"] == reference]
