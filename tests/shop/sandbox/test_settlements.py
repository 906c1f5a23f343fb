"""What the gateway settled, line by line."""

import sqlite3

import pytest

from shop.sandbox.settlements import AT_ONCE
from shop.sandbox.storage import Storage
from tests.shop.sandbox.calls import charge, move
from tests.shop.sandbox.process import running_sandbox


def settled(client, after="") -> tuple[list[tuple[str, str]], str]:
    answer = client.get("/gateway/settlements", params={"after": after} if after else {}).json()
    return [(line["charge"], line["amount"]) for line in answer["lines"]], answer["place"]


def test_what_comes_and_what_goes_back_are_lines_and_nothing_else_is(client, reference):
    _, place = settled(client)
    charge_id = charge(client, reference=reference, amount="12.50").json()["id"]
    let_go = charge(client, reference=reference).json()["id"]
    move(client, let_go, "void")

    move(client, charge_id, "capture", amount="10")
    for _ in range(2):
        move(client, charge_id, "refunds", key=f"{reference}-once", amount="4.01")
    lines, behind = settled(client, place)

    assert lines == [(charge_id, "10.00"), (charge_id, "-4.01")]
    assert settled(client, behind) == ([], behind)


def test_a_line_says_when_in_which_currency_and_has_an_id_of_its_own(client, reference):
    charge_id = charge(client, reference=reference, amount="1200", currency="JPY").json()["id"]
    move(client, charge_id, "capture", amount="1200")
    move(client, charge_id, "refunds", amount="1200")

    came, went = client.get("/gateway/settlements").json()["lines"][-2:]

    assert (came["amount"], came["currency"], went["amount"]) == ("1200", "JPY", "-1200")
    assert came["at"].endswith("+00:00")
    assert came["id"] != went["id"]


def test_many_lines_come_in_several_answers(folder, reference):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        charge_id = charge(client, reference=reference, amount="900.00").json()["id"]
        move(client, charge_id, "capture", amount="900.00")
        for _ in range(AT_ONCE):
            move(client, charge_id, "refunds", amount="0.01")
        first, place = settled(client)
        rest, end = settled(client, place)

        assert (len(first), len(rest)) == (AT_ONCE, 1)
        assert settled(client, end) == ([], end)


@pytest.mark.parametrize("place", ["yesterday", "-1", "1" * 30])
def test_a_place_that_no_answer_named_is_refused(client, place):
    assert client.get("/gateway/settlements", params={"after": place}).status_code == 422


def test_storage_of_an_older_sandbox_settles_from_now_on(folder):
    Storage(folder).close()
    file = sqlite3.connect(folder / "sandbox.sqlite3")
    file.executescript(
        "DROP TABLE settlements; ALTER TABLE charges DROP COLUMN door; PRAGMA user_version = 4;"
        "INSERT INTO charges (id, reference, description, story, method, upi_id, page, return_url,"
        " amount, currency, status, captured, refunded, created_at) VALUES ('ch_1', 'r', '',"
        " 'approved', 'card', '', '', '', 1250, 'EUR', 'captured', 1250, 0, 0)"
    )
    file.close()

    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        move(client, "ch_1", "refunds", amount="2.50")

        assert settled(client)[0] == [("ch_1", "-2.50")]
