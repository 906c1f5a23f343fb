import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx

from tests.shop.sandbox.calls import LATE, STALLED, book, callbacks_of, charge, move
from tests.shop.sandbox.process import running_sandbox
from tests.shop.sandbox.receiver import receiving


def test_the_same_key_gives_the_recorded_answer(client, reference):
    key = str(uuid4())

    first = charge(client, reference=reference, key=key)
    again = charge(client, reference=reference, key=key)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert client.get("/gateway/charges", params={"reference": reference}).json() == [first.json()]


def test_the_recorded_answer_stays_although_the_charge_moved_on(client, reference):
    key = str(uuid4())
    first = charge(client, reference=reference, key=key)
    move(client, first.json()["id"], "capture", amount="12.50")

    again = charge(client, reference=reference, key=key)

    assert again.json()["status"] == "authorised"


def test_the_same_key_with_another_body_is_refused(client, reference):
    key = str(uuid4())
    charge(client, reference=reference, amount="12.50", key=key)

    refused = charge(client, reference=reference, amount="12.51", key=key)

    assert refused.status_code == 422
    assert "was used for another request" in refused.json()["detail"]


def test_the_same_key_on_another_charge_is_refused(client, reference):
    key = str(uuid4())
    one, other = (charge(client, reference=reference).json()["id"] for _ in range(2))
    move(client, one, "capture", amount="12.50", key=key)

    assert move(client, other, "capture", amount="12.50", key=key).status_code == 422


def test_a_repeated_refund_gives_the_money_back_once(client, reference):
    charge_id = charge(client, reference=reference, amount="12.50").json()["id"]
    move(client, charge_id, "capture", amount="12.50")
    key = str(uuid4())

    answers = [move(client, charge_id, "refunds", amount="5.00", key=key) for _ in range(3)]

    assert {answer.content for answer in answers} == {answers[0].content}
    assert client.get(f"/gateway/charges/{charge_id}").json()["refunded"] == "5.00"


def test_a_refusal_leaves_its_key_free_for_another_try(client, reference):
    charge_id = charge(client, reference=reference, token=LATE).json()["id"]
    key = str(uuid4())

    early = move(client, charge_id, "capture", amount="12.50", key=key)
    client.post(f"/control/charges/{charge_id}/settle")
    later = move(client, charge_id, "capture", amount="12.50", key=key)

    assert (early.status_code, later.status_code) == (409, 200)
    assert later.json()["captured"] == "12.50"


def test_many_at_once_with_the_same_key_make_one_charge(client, reference):
    answers = _at_once(20, lambda _: charge(client, reference=reference, key=reference))

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (201, answers[0].content)
    }
    assert len(client.get("/gateway/charges", params={"reference": reference}).json()) == 1
    assert len(callbacks_of(client, reference)) == 1


def test_many_at_once_with_the_same_key_book_one_shipment(client, reference):
    answers = _at_once(20, lambda _: book(client, reference=reference, key=reference))

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (201, answers[0].content)
    }
    assert len(client.get("/courier/shipments", params={"reference": reference}).json()) == 1


def test_many_refunds_at_once_never_exceed_what_was_captured(client, reference):
    charge_id = charge(client, reference=reference, amount="10.00").json()["id"]
    move(client, charge_id, "capture", amount="10.00")

    answers = _at_once(20, lambda _: move(client, charge_id, "refunds", amount="1.00"))

    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(200), statuses.count(409)) == (10, 10)
    assert client.get(f"/gateway/charges/{charge_id}").json()["refunded"] == "10.00"


def test_the_stalling_card_takes_the_money_and_answers_late(client, reference):
    answer = charge(client, reference=reference, token=STALLED)

    assert answer.json()["status"] == "authorised"
    assert answer.elapsed.total_seconds() >= 0.5


def test_a_retry_is_answered_while_the_first_request_still_stalls(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, stall_seconds=600, payment_callback_url=shop.url) as sandbox,
        sandbox.client(timeout=None) as patient,
        sandbox.client() as retrying,
    ):
        first: list[Exception] = []
        stalled = threading.Thread(target=_charge_in_vain, args=(patient, reference, first))
        stalled.start()
        [told] = shop.take()

        retry = charge(retrying, reference=reference, token=STALLED, key=reference)
        still_stalled = stalled.is_alive()
        sandbox.kill()
        stalled.join()

    assert retry.json() == told.body["data"]
    assert still_stalled
    assert isinstance(first[0], httpx.TransportError)


def _charge_in_vain(client: httpx.Client, reference: str, errors: list[Exception]) -> None:
    try:
        charge(client, reference=reference, token=STALLED, key=reference)
    except httpx.TransportError as error:
        errors.append(error)


def _at_once(count: int, call) -> list[httpx.Response]:
    """The answers of `count` calls that start together."""
    start = threading.Barrier(count)

    def wait_and_call(number: int) -> httpx.Response:
        start.wait()
        return call(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_call, range(count)))
