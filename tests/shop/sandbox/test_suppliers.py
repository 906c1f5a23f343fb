import httpx
import pytest

from tests.shop.sandbox.calls import callbacks_of, post
from tests.shop.sandbox.process import running_sandbox
from tests.shop.sandbox.receiver import receiving


@pytest.fixture
def quick(folder):
    """Suppliers who answer and send at once, and whom they tell."""
    with (
        receiving() as shop,
        running_sandbox(
            folder, answer_seconds=0, supply_seconds=0, supplier_callback_url=shop.url
        ) as sandbox,
        sandbox.client() as client,
    ):
        yield client, shop


def order(client, *, supplier="tea-house", key=None, **more):
    body = {
        "number": "PO-1",
        "items": [{"code": "T-1", "quantity": 5}, {"code": "C-1", "quantity": 1}],
        "wanted_on": "2026-12-01",
        **more,
    }
    return post(client, f"/suppliers/{supplier}/orders", body, key=key)


def now_of(client, placed, supplier="tea-house"):
    return client.get(f"/suppliers/{supplier}/orders/{placed['id']}").json()


def units(items):
    return {it["code"]: it["quantity"] for it in items}


def test_an_order_is_taken_and_nothing_is_promised_yet(client, reference):
    answer = order(client, reference=reference)

    taken = answer.json()
    assert (answer.status_code, taken["status"], taken["promised"]) == (201, "taken", [])
    assert now_of(client, taken) == taken
    assert client.get("/suppliers/tea-house/orders", params={"reference": reference}).json() == [
        taken
    ]


def test_the_same_key_is_one_order(client, reference):
    first, again = (order(client, reference=reference, key=reference) for _ in range(2))

    assert again.content == first.content


def test_another_supplier_knows_nothing_of_it(client, reference):
    placed = order(client, reference=reference).json()

    assert client.get(f"/suppliers/mill/orders/{placed['id']}").status_code == 404


def test_an_order_is_acknowledged_and_sent(quick, reference):
    client, shop = quick

    placed = order(client, reference=reference).json()

    told = shop.take(2)
    assert {one.body["type"] for one in told} == {"order.acknowledged", "order.despatched"}
    assert {one.body["data"]["reference"] for one in told} == {reference}
    there = now_of(client, placed)
    assert (there["status"], there["expected_on"]) == ("acknowledged", "2026-12-01")
    assert [units(it["items"]) for it in there["notices"]] == [{"T-1": 5, "C-1": 1}]


@pytest.mark.parametrize(
    ("story", "promised", "expected_on", "deliveries"),
    [
        ("short", {"T-1": 2, "C-1": 0}, "2026-12-01", [{"T-1": 2}]),
        ("late", {"T-1": 5, "C-1": 1}, "2026-12-08", [{"T-1": 5, "C-1": 1}]),
        ("parts", {"T-1": 5, "C-1": 1}, "2026-12-01", [{"T-1": 3, "C-1": 1}, {"T-1": 2}]),
    ],
)
def test_the_end_of_a_name_is_a_story(quick, reference, story, promised, expected_on, deliveries):
    client, shop = quick
    supplier = f"tea-{story}"

    placed = order(client, reference=reference, supplier=supplier).json()

    shop.take(1 + len(deliveries))
    there = now_of(client, placed, supplier)
    assert units(there["promised"]) == promised
    assert there["expected_on"] == expected_on
    assert [units(it["items"]) for it in there["notices"]] == deliveries


def test_a_supplier_may_refuse_what_he_took(quick, reference):
    client, shop = quick

    placed = order(client, reference=reference, supplier="tea-refuses").json()

    assert shop.take()[0].body["type"] == "order.rejected"
    assert now_of(client, placed, "tea-refuses")["reason"] == "out of business"


def test_a_supplier_may_tell_everything_three_times(quick, reference):
    client, shop = quick

    order(client, reference=reference, supplier="tea-repeats")

    told = [one.body["type"] for one in shop.take(6)]
    assert sorted(told) == ["order.acknowledged"] * 3 + ["order.despatched"] * 3


def test_levers_make_a_supplier_answer_and_send(client, reference):
    placed = order(client, reference=reference, supplier="tea-silent").json()
    lever = f"/control/supplier-orders/{placed['id']}"

    assert client.post(f"{lever}/supply").status_code == 409
    assert client.post(f"{lever}/answer").json()["status"] == "acknowledged"
    assert client.post(f"{lever}/answer").status_code == 409
    assert units(client.post(f"{lever}/supply").json()["notices"][0]["items"]) == {
        "T-1": 5,
        "C-1": 1,
    }
    assert client.post(f"{lever}/supply").status_code == 409
    assert [one["type"] for one in callbacks_of(client, reference)] == [
        "order.acknowledged",
        "order.despatched",
    ]


def test_an_article_that_nobody_sells_is_refused(client, reference):
    refused = order(client, reference=reference, items=[{"code": "GONE-1", "quantity": 1}])

    assert refused.status_code == 422
    assert "Nobody sells GONE-1" in refused.json()["detail"]


def test_the_page_shows_orders_to_whoever_looks(sandbox, client, reference):
    order(client, reference=reference, number="PO-<7>")

    shown = httpx.get(f"{sandbox.url}/suppliers/", trust_env=False)

    assert shown.status_code == 200
    assert "PO-&lt;7&gt; at tea-house" in shown.text
    assert "…-short" in shown.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"items": []}, "$.items"),
        ({"items": [{"code": "T-1", "quantity": 0}]}, "$.items[0].quantity"),
        ({"wanted_on": "soon"}, "$.wanted_on"),
        ({"reference": ""}, "$.reference"),
    ],
)
def test_a_wrong_field_of_an_order_is_named(client, reference, change, field):
    answer = order(client, **{"reference": reference, **change})

    assert answer.status_code == 422
    assert field in answer.json()["detail"]


def test_orders_and_what_is_to_be_told_survive_a_kill(folder, reference):
    with running_sandbox(folder) as sandbox, sandbox.client() as client:
        placed = order(client, reference=reference).json()
        client.post(f"/control/supplier-orders/{placed['id']}/answer")
        sandbox.kill()

    with (
        receiving() as shop,
        running_sandbox(folder, supplier_callback_url=shop.url) as sandbox,
        sandbox.client() as client,
    ):
        assert shop.take()[0].body["type"] == "order.acknowledged"
        assert now_of(client, placed)["status"] == "acknowledged"
