"""A firm that takes questions and says nothing costs its caller the declared budget, not more."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shop.kernel.cache import board
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Manner, OutsideFirm, TimeBudget, standings
from tests.shop.sandbox.calls import book, charge
from tests.shop.sandbox.process import running_sandbox

BUDGET = TimeBudget(connect=5, read=0.3, total=0.3)
PATIENT = TimeBudget(connect=30, read=30, total=30)


@pytest.fixture(autouse=True)
def _sound(client):
    board.forget_failures()
    yield
    be_silent(client, seconds=0)


def be_silent(client, *, seconds, **firm):
    return client.post("/control/silence", json={"seconds": seconds, **firm})


def silent(client):
    return client.get("/healthz").json()["silent"]


def gateway(sandbox, budget):
    return OutsideFirm("The silent gateway", f"{sandbox.url}/gateway", sandbox.secret, budget)


def charges(firm, reference):
    return firm.get(f"/charges?reference={reference}", list[dict[str, object]])


def test_a_silent_firm_costs_a_caller_his_budget_and_what_he_asked_is_not_done(
    sandbox, client, reference
):
    be_silent(client, seconds=3600, firm="gateway")
    asked = gateway(sandbox, BUDGET)

    with pytest.raises(Unreachable, match="no whole answer within"):
        asked.post("/charges", order(reference), dict[str, object], key=reference)
    still_silent = silent(client)
    be_silent(client, seconds=0, firm="gateway")

    assert still_silent == ["gateway"]
    assert charges(gateway(sandbox, PATIENT), reference) == []


def test_after_enough_of_it_the_firm_is_not_asked_and_it_heals_by_itself(sandbox, client, settings):
    settings.BREAKER_FAILURES, settings.BREAKER_SECONDS = 2, 0.1
    be_silent(client, seconds=3600)
    asked = gateway(sandbox, BUDGET)
    for _ in range(2):
        with pytest.raises(Unreachable, match="no whole answer"):
            charges(asked, "anything")
    (ill,) = standings()
    be_silent(client, seconds=0)

    found = None
    while found is None:
        try:
            found = charges(gateway(sandbox, PATIENT), "anything")
        except Unreachable as error:
            assert "left alone" in str(error)  # noqa: PT017 - it may rest, but must not hang

    (well,) = standings()
    assert ill.manner != Manner.ASKED
    assert (found, well.manner, well.failures) == ([], Manner.ASKED, 0)


def test_whoever_waits_until_the_silence_is_ended_is_answered(sandbox, client, reference):
    be_silent(client, seconds=3600, firm="gateway")

    with ThreadPoolExecutor(1) as patient, sandbox.client(timeout=None) as waiting:
        charged = patient.submit(charge, waiting, reference=reference)
        others = book(client, reference=reference).status_code
        unheard = not charged.done()
        be_silent(client, seconds=0, firm="gateway")
        answer = charged.result()

    assert (others, unheard, answer.status_code) == (201, True, 201)


def test_a_silence_ends_by_itself(client, reference):
    be_silent(client, seconds=0.3)

    assert charge(client, reference=reference).status_code == 201


def test_a_silence_survives_a_kill(folder):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        be_silent(client, seconds=3600, firm="courier")
        sandbox.kill()

    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        assert silent(client) == ["courier"]


@pytest.mark.parametrize("wrong", [{"seconds": -1}, {"seconds": 5, "firm": "bakery"}, {}])
def test_a_silence_has_a_sensible_length_and_a_known_firm(client, wrong):
    assert client.post("/control/silence", json=wrong).status_code == 422


def order(reference):
    return {
        "reference": reference,
        "amount": "12.50",
        "currency": "EUR",
        "token": "tok_4242424242424242",
    }
