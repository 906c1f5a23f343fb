import hashlib
import hmac
import re

from tests.shop.sandbox.calls import LATE, MUDDLED, REPEATED, SLOW, callbacks_of, charge, move
from tests.shop.sandbox.process import running_sandbox
from tests.shop.sandbox.receiver import receiving


def test_a_callback_is_signed_over_its_time_and_raw_body(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, payment_callback_url=shop.url) as sandbox,
        sandbox.client() as client,
    ):
        charge(client, reference=reference)
        [told] = shop.take()

    time, digest = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", told.signature).groups()
    signed = time.encode() + b"." + told.raw
    assert digest == hmac.new(sandbox.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert re.fullmatch(r"evt_[0-9a-f]{24}", told.body["id"])
    assert told.body["created"].endswith("+00:00")


def test_a_callback_that_is_not_accepted_comes_again_unchanged(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, payment_callback_url=shop.url) as sandbox,
        sandbox.client() as client,
    ):
        shop.status = 500
        charge(client, reference=reference)
        refused = shop.take(2)
        shop.status = 204
        [accepted] = shop.take()
        charge(client, reference="next")
        [following] = shop.take()

    assert {one.raw for one in refused} == {accepted.raw}
    assert following.body["data"]["reference"] == "next"


def test_the_repeating_card_tells_everything_three_times(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, payment_callback_url=shop.url) as sandbox,
        sandbox.client() as client,
    ):
        charge_id = charge(client, reference=reference, token=REPEATED).json()["id"]
        authorised = shop.take(3)
        move(client, charge_id, "capture", amount="12.50")
        captured = shop.take(3)

    assert len({one.raw for one in authorised}) == 1
    assert {one.body["type"] for one in captured} == {"charge.captured"}
    assert len({one.body["id"] for one in captured}) == 1


def test_the_slow_card_is_authorised_after_a_while(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, slow_seconds=0.2, payment_callback_url=shop.url) as sandbox,
        sandbox.client() as client,
    ):
        processing = charge(client, reference=reference, token=SLOW).json()
        [told] = shop.take()

    assert processing["status"] == "processing"
    assert told.body["type"] == "charge.authorised"
    assert told.body["data"] == {**processing, "status": "authorised"}


def test_the_late_card_can_be_settled_by_hand(client, reference):
    charge_id = charge(client, reference=reference, token=LATE).json()["id"]

    settled = client.post(f"/control/charges/{charge_id}/settle")
    again = client.post(f"/control/charges/{charge_id}/settle")

    assert settled.json()["status"] == "authorised"
    assert again.status_code == 409
    assert [one["type"] for one in callbacks_of(client, reference)] == ["charge.authorised"]


def test_without_a_url_callbacks_are_kept_and_sent_once_there_is_one(folder, reference):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        charge(client, reference=reference)
        [kept] = callbacks_of(client, reference)

    with receiving() as shop, running_sandbox(folder, payment_callback_url=shop.url):
        [told] = shop.take()

    assert (kept["attempts"], kept["copies_left"]) == (0, 1)
    assert told.body == kept["body"]


def test_the_muddled_card_tells_of_the_beginning_last(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, payment_callback_url=shop.url) as sandbox,
        sandbox.client() as client,
    ):
        charge_id = charge(client, reference=reference, token=MUDDLED).json()["id"]
        move(client, charge_id, "capture", amount="12.50")
        told = shop.take(2)

    assert [one.body["type"] for one in told] == ["charge.captured", "charge.authorised"]
