import pytest

from tests.shop.sandbox.calls import APPROVED, DECLINED, LETS_GO, POOR, callbacks_of, charge, move


def test_an_approved_charge_is_authorised_and_told(client, reference):
    answer = charge(client, reference=reference, amount="12.50")

    assert answer.status_code == 201
    assert answer.json() == {
        "id": answer.json()["id"],
        "reference": reference,
        "description": "",
        "method": "card",
        "status": "authorised",
        "decline_code": None,
        "amount": "12.50",
        "currency": "EUR",
        "captured": "0.00",
        "refunded": "0.00",
        "action": None,
        "saved": None,
    }
    [told] = callbacks_of(client, reference)
    assert told["body"]["type"] == "charge.authorised"
    assert told["body"]["data"] == answer.json()


@pytest.mark.parametrize(
    ("token", "code"), [(DECLINED, "card_declined"), (POOR, "insufficient_funds")]
)
def test_a_declined_charge_says_why_and_takes_nothing(client, reference, token, code):
    declined = charge(client, reference=reference, token=token).json()

    assert (declined["status"], declined["decline_code"]) == ("declined", code)
    assert [one["type"] for one in callbacks_of(client, reference)] == ["charge.declined"]
    assert move(client, declined["id"], "capture", amount="12.50").status_code == 409


def test_money_is_captured_in_part_and_refunded_in_steps(client, reference):
    charge_id = charge(client, reference=reference, amount="12.50").json()["id"]

    captured = move(client, charge_id, "capture", amount="10").json()
    partly = move(client, charge_id, "refunds", amount="4.01").json()
    wholly = move(client, charge_id, "refunds", amount="5.99").json()

    assert (captured["status"], captured["captured"]) == ("captured", "10.00")
    assert (partly["status"], partly["refunded"]) == ("captured", "4.01")
    assert (wholly["status"], wholly["refunded"]) == ("refunded", "10.00")
    assert [one["type"] for one in callbacks_of(client, reference)] == [
        "charge.authorised",
        "charge.captured",
        "charge.refunded",
        "charge.refunded",
    ]


def test_a_voided_charge_cannot_be_captured(client, reference):
    charge_id = charge(client, reference=reference).json()["id"]

    voided = move(client, charge_id, "void").json()
    refused = move(client, charge_id, "capture", amount="12.50")

    assert voided["status"] == "voided"
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == (
        "Only a charge that is authorised can be captured; this one is voided."
    )


def test_a_bank_that_let_go_gives_nothing_when_it_is_asked(client, reference):
    authorised = charge(client, reference=reference, token=LETS_GO).json()

    asked = move(client, authorised["id"], "capture", amount="12.50").json()

    assert (authorised["status"], asked["status"]) == ("authorised", "voided")
    assert asked["captured"] == "0.00"
    assert move(client, authorised["id"], "capture", amount="12.50").status_code == 409
    told = [one["type"] for one in callbacks_of(client, reference)]
    assert told == ["charge.authorised", "charge.voided"]


def test_more_than_was_authorised_is_not_captured(client, reference):
    charge_id = charge(client, reference=reference, amount="12.50").json()["id"]

    refused = move(client, charge_id, "capture", amount="12.51")

    assert refused.status_code == 409
    assert refused.json()["detail"] == "At most 12.50 EUR can be captured; 12.51 was asked."
    assert client.get(f"/gateway/charges/{charge_id}").json()["captured"] == "0.00"


def test_more_than_is_left_is_not_refunded(client, reference):
    charge_id = charge(client, reference=reference, amount="12.50").json()["id"]
    move(client, charge_id, "capture", amount="12.50")
    move(client, charge_id, "refunds", amount="12")

    refused = move(client, charge_id, "refunds", amount="0.51")

    assert refused.status_code == 409
    assert refused.json()["detail"] == "At most 0.50 EUR can be refunded; 0.51 was asked."


@pytest.mark.parametrize(("verb", "body"), [("void", {}), ("capture", {"amount": "1.00"})])
def test_captured_money_is_only_refunded(client, reference, verb, body):
    charge_id = charge(client, reference=reference).json()["id"]
    captured = move(client, charge_id, "capture", amount="12.50").json()

    refused = move(client, charge_id, verb, **body)

    assert refused.status_code == 409
    assert client.get(f"/gateway/charges/{charge_id}").json() == captured


def test_money_that_is_only_authorised_is_not_refunded(client, reference):
    charge_id = charge(client, reference=reference).json()["id"]

    assert move(client, charge_id, "refunds", amount="1.00").status_code == 409


def test_charges_are_found_by_their_reference(client, reference):
    first = charge(client, reference=reference, token=DECLINED).json()
    second = charge(client, reference=reference, token=APPROVED).json()

    found = client.get("/gateway/charges", params={"reference": reference}).json()

    assert found == [first, second]


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [("1250", "JPY", "1250"), ("1.5", "KWD", "1.500"), ("0.01", "EUR", "0.01")],
)
def test_amounts_keep_the_decimals_of_their_currency(client, reference, amount, currency, written):
    answer = charge(client, reference=reference, amount=amount, currency=currency)

    assert answer.json()["amount"] == written


def test_a_card_becomes_a_token_that_hides_its_number(client, reference):
    card = {"number": "4000 0000 0000 9995", "expiry": "12/40", "cvc": "123"}

    answer = client.post("/gateway/tokens", json=card)

    token = answer.json()["token"]
    assert answer.status_code == 201
    assert token.startswith("tok_")
    assert "9995" not in token[-4:]
    declined = charge(client, reference=reference, token=token).json()
    assert declined["decline_code"] == "insufficient_funds"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": "4242424242424241"}, "typing error"),
        ({"number": ""}, "typing error"),
        ({"number": "4111111111111111"}, "never a real card"),
        ({"expiry": "12/19"}, "has expired"),
        ({"expiry": "13/40"}, "like 04/31"),
        ({"cvc": "12"}, "security code"),
    ],
)
def test_a_wrong_card_is_refused_with_a_sentence(client, change, sentence):
    card = {"number": "4242424242424242", "expiry": "12/40", "cvc": "123"}

    answer = client.post("/gateway/tokens", json={**card, **change})

    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
