"""Kill -9 forgets nothing that was answered."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from uuid import uuid4

import httpx

from tests.shop.sandbox.calls import SLOW, STALLED, book, charge, move
from tests.shop.sandbox.process import SandboxProcess, running_sandbox, start
from tests.shop.sandbox.receiver import PATIENCE, Receiver, receiving


def test_money_and_recorded_answers_survive_a_kill(folder, reference):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        first = charge(client, reference=reference, key=reference)
        captured = move(client, first.json()["id"], "capture", amount="12.50").json()
        sandbox.kill()

    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        again = charge(client, reference=reference, key=reference)
        found = client.get("/gateway/charges", params={"reference": reference}).json()

    assert again.content == first.content
    assert found == [captured]


def test_callbacks_that_nobody_took_are_sent_after_a_kill(folder, reference):
    with receiving() as shop:
        closed_port = shop.port
    url = f"http://127.0.0.1:{closed_port}/callbacks"
    with running_sandbox(folder, payment_callback_url=url) as sandbox, sandbox.client() as client:
        charges = [charge(client, reference=reference).json()["id"] for _ in range(5)]
        sandbox.kill()

    with receiving(port=closed_port) as shop, running_sandbox(folder, payment_callback_url=url):
        told = shop.take(5)

    assert {one.body["data"]["id"] for one in told} == set(charges)


def test_timers_run_on_while_the_sandbox_is_down(folder, reference):
    timers = {"slow_seconds": 0.3, "dispatch_seconds": 0.3, "delivery_seconds": 0.4}
    with running_sandbox(folder, **timers) as sandbox, sandbox.client() as client:
        charge(client, reference=reference, token=SLOW)
        book(client, reference=reference)
        sandbox.kill()

    with (
        receiving() as payments,
        receiving() as parcels,
        running_sandbox(
            folder, payment_callback_url=payments.url, courier_callback_url=parcels.url
        ),
    ):
        told = {one.body["type"] for one in payments.take() + parcels.take(2)}

    assert told == {"charge.authorised", "shipment.dispatched", "shipment.delivered"}


def test_a_burst_of_charges_through_kills_loses_and_doubles_nothing(folder):
    keys = [str(uuid4()) for _ in range(60)]
    answered: dict[str, str] = {}

    with receiving() as shop:
        for enough in (15, 35, 60):
            with running_sandbox(folder, payment_callback_url=shop.url) as sandbox:
                _buy_and_kill(sandbox, keys, answered=answered, enough=enough)
        with (
            running_sandbox(folder, payment_callback_url=shop.url) as sandbox,
            sandbox.client() as client,
        ):
            kept = {key: _charges_of(client, key) for key in keys}
            told = _told_by(shop, count=len(keys))

    assert kept == {key: [charge_id] for key, charge_id in answered.items()}
    assert told == set(answered.values())


def test_a_polite_end_is_quick_although_an_answer_stalls(folder, reference):
    with (
        receiving() as shop,
        running_sandbox(folder, stall_seconds=600, payment_callback_url=shop.url) as sandbox,
    ):
        stalled = threading.Thread(target=_charge_and_fail, args=(sandbox, reference))
        stalled.start()
        shop.take()

        code = sandbox.stop()
        stalled.join()

    assert code == 0


def test_a_busy_port_ends_in_a_sentence(folder, sandbox):
    second = start({"port": sandbox.port, "data": folder, "secret": "other"})

    said, _ = second.communicate()

    assert second.returncode == 1
    assert f"Port {sandbox.port} cannot be used" in said
    assert "--port" in said


def test_a_missing_secret_ends_in_a_sentence(folder):
    process = start({"port": 0, "data": folder, "secret": ""})

    said, _ = process.communicate()

    assert process.returncode == 2
    assert "set SANDBOX_SECRET or pass --secret" in said


def _buy_and_kill(
    sandbox: SandboxProcess, keys: list[str], *, answered: dict[str, str], enough: int
) -> None:
    """Four buyers at once; the kill comes when enough are answered and others under way."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for key in set(keys) - set(answered):
        waiting.put(key)
    progress: SimpleQueue[str] = SimpleQueue()
    with ThreadPoolExecutor(4) as buyers:
        for _ in range(4):
            buyers.submit(_buy, sandbox, waiting, answered=answered, progress=progress)
        while len(answered) < enough:
            progress.get(timeout=PATIENCE)
        sandbox.kill()


def _buy(
    sandbox: SandboxProcess,
    waiting: SimpleQueue[str],
    *,
    answered: dict[str, str],
    progress: SimpleQueue[str],
) -> None:
    """Charge what waits, until nothing waits or the sandbox is gone."""
    with sandbox.client() as client, suppress(Empty, httpx.TransportError):
        while True:
            key = waiting.get_nowait()
            answered[key] = charge(client, reference=key, key=key).json()["id"]
            progress.put(key)


def _charges_of(client: httpx.Client, reference: str) -> list[str]:
    found = client.get("/gateway/charges", params={"reference": reference})
    return [one["id"] for one in found.json()]


def _told_by(shop: Receiver, *, count: int) -> set[object]:
    """The charges told of, once there are so many different ones; at least once is the promise."""
    told: set[object] = set()
    while len(told) < count:
        told |= {one.body["data"]["id"] for one in shop.take()}
    return told


def _charge_and_fail(sandbox: SandboxProcess, reference: str) -> None:
    with sandbox.client(timeout=None) as client, suppress(httpx.HTTPError):
        charge(client, reference=reference, token=STALLED)
