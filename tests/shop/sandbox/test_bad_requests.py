import httpx
import pytest

from tests.shop.sandbox.calls import APPROVED, callbacks_of, charge, post

GOOD = {"reference": "order-1", "amount": "12.50", "currency": "EUR", "token": APPROVED}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": "-1.00"}, "positive decimal"),
        ({"amount": "0.00"}, "above zero"),
        ({"amount": "12.505"}, "2 decimals at most"),
        ({"amount": "1e3"}, "positive decimal"),
        ({"amount": "١٢"}, "positive decimal"),
        ({"amount": "9999999999"}, "positive decimal"),
        ({"amount": 12.5}, "$.amount"),
        ({"currency": "eur"}, "three capital letters"),
        ({"reference": ""}, "$.reference"),
        ({"reference": None}, "$.reference"),
        ({"token": "tok_unknown"}, "token is unknown"),
        ({"token": "4242424242424242"}, "token is unknown"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_happens(client, reference, change, sentence):
    answer = post(client, "/gateway/charges", {**GOOD, "reference": reference, **change})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]
    assert callbacks_of(client, reference) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"reference": "\xff"}', 400),
        (b"[" * 60_000, 422),
        (b'{"unknown": ' + b"[" * 60_000, 400),
        (b'{"reference": "\\ud800"}', 400),
        (b"[]", 422),
        (b"", 422),
        (b'{"reference": "' + b"x" * 65_536 + b'"}', 413),
    ],
)
def test_an_unreadable_body_is_refused(client, body, status):
    answer = client.post(
        "/gateway/charges", content=body, headers={"Idempotency-Key": "unreadable"}
    )

    assert answer.status_code == status
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("path", ["/gateway/charges", "/courier/shipments"])
def test_a_move_needs_an_idempotency_key(client, path):
    keyless = {"/gateway/charges": GOOD, "/courier/shipments": _booking()}

    answer = client.post(path, json=keyless[path])

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gateway/charges?reference=order-1"),
        ("POST", "/gateway/charges"),
        ("POST", "/gateway/tokens"),
        ("GET", "/courier/shipments?reference=order-1"),
        ("POST", "/courier/shipments"),
        ("POST", "/control/outage"),
        ("POST", "/control/silence"),
        ("GET", "/control/callbacks"),
    ],
)
@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Bearer \xe4", "Basic c2VjcmV0"])
def test_without_the_key_nothing_is_answered(sandbox, method, path, authorization):
    headers = {"Authorization": authorization.encode("latin-1")}

    answer = httpx.request(method, sandbox.url + path, headers=headers, trust_env=False)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "path", ["/gateway/charges/ch_none", "/courier/shipments/sh_none", "/nowhere"]
)
def test_what_does_not_exist_is_not_found(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_is_refused(client):
    assert client.delete("/gateway/charges").status_code == 405


@pytest.mark.parametrize("path", ["/gateway/charges", "/courier/shipments"])
def test_a_list_needs_a_reference(client, path):
    assert client.get(path).status_code == 422


def test_an_outage_refuses_all_until_it_is_ended(client, reference):
    client.post("/control/outage", json={"seconds": 600})

    during = [
        charge(client, reference=reference),
        client.get("/courier/shipments", params={"reference": reference}),
        client.get("/gateway/card"),
    ]
    client.post("/control/outage", json={"seconds": 0})
    after = charge(client, reference=reference)

    assert [answer.status_code for answer in during] == [503, 503, 503]
    assert after.status_code == 201


@pytest.mark.parametrize("seconds", [-1, "ten", None, 1e9])
def test_an_outage_has_a_sensible_length(client, seconds):
    assert client.post("/control/outage", json={"seconds": seconds}).status_code == 422


def _booking() -> dict[str, object]:
    recipient = {"name": "A", "line1": "B", "city": "C", "postal_code": "1", "country": "DE"}
    parcels = [{"sku": "MUG", "quantity": 1}]
    return {"reference": "order-1", "recipient": recipient, "parcels": parcels}
