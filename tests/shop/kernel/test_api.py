import pytest
from django.test import Client

from shop.kernel.models import OutboxEvent
from tests.apps.orders.conftest import stocked
from tests.apps.orders.test_api import ADA, ada, post

__all__ = ["ada", "stocked"]


def test_events_say_who_did_it_and_in_which_story(stocked, ada):
    stocked("TEA-1", units=5)
    story = "01890a5d-ac96-774b-bcce-b302099a8057"
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    ada.defaults |= {"HTTP_X_CORRELATION_ID": story, "HTTP_TRACEPARENT": trace}
    response = post(ada)

    events = OutboxEvent.objects.filter(correlation_id=story)
    assert response["X-Correlation-Id"] == story
    assert set(events.values_list("actor", flat=True)) == {f"customer:{ADA}"}
    (traceparent,) = set(events.values_list("traceparent", flat=True))
    assert traceparent != trace
    assert traceparent[:36] == trace[:36]


def test_what_is_published_because_of_an_event_names_it_as_its_cause(stocked, ada):
    stocked("TEA-1", units=5)
    post(ada)

    placed = OutboxEvent.objects.get(type__contains="OrderPlaced")
    reserved = OutboxEvent.objects.get(type__contains="StockReserved")

    assert reserved.causation_id == placed.event_id
    assert reserved.correlation_id == placed.correlation_id


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/auth/nothing"])
def test_an_unknown_address_of_the_api_is_a_problem_document(db, path):
    response = Client().get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_the_api_describes_itself(db):
    response = Client().get("/api/schema", headers={"Accept": "application/json"})

    assert response.status_code == 200
    assert "/api/v1/orders" in response.json()["paths"]


def test_the_process_reports_its_health_and_metrics(db):
    client = Client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"database": "ok"}
    assert b"job_wakes_lost_total" in client.get("/metrics").content


def test_an_answer_without_a_body_claims_none_also_when_it_is_repeated(db):
    def ask():
        return Client().post(
            "/api/v1/order-lookup/link",
            {"number": "7KQ2M-9XBDT", "email": "ada@example.com"},
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )

    first, again = ask(), ask()

    for answer in (first, again):
        assert (answer.status_code, answer.content) == (202, b"")
        assert "Content-Type" not in answer
    assert again["Idempotent-Replayed"] == "true"
