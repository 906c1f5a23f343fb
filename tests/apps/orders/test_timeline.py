from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client

from apps.orders.models import TimelineEntry
from apps.orders.queries import timeline_of
from apps.orders.services import WantedLine, cancel_order, place_order
from shop.events.orders import OrderPlaced
from shop.events.registry import event_types
from shop.kernel import clock
from shop.kernel.bus import consumers
from shop.kernel.context import acting_as
from shop.kernel.models import OutboxEvent
from tests.apps.orders.conftest import ADDRESS
from tests.apps.orders.test_api import ADA, token_of
from tests.factories.orders import OrderFactory, TimelineEntryFactory
from tests.versions import next_version


@pytest.fixture
def placed(stocked):
    stocked("TEA-1", units=5)
    with acting_as(f"customer:{ADA}"):
        return place_order(
            customer_id=ADA,
            lines=[WantedLine("TEA-1", 2)],
            delivery_address=ADDRESS,
            email="ada@example.com",
        ).order


def names(order_id: UUID) -> list[str]:
    return [fact.event_type.split(".")[2] for fact in timeline_of(order_id)]


def test_a_timeline_tells_what_happened_in_every_context(placed, deliver):
    cancel_order(order_id=placed.id, reason="requested")

    deliver()

    assert names(placed.id) == [
        "OrderPlaced",
        "StockReserved",
        "OrderPendingPayment",
        "OrderCancelled",
        "StockReleased",
    ]
    sentences = [fact.title for fact in timeline_of(placed.id)]
    assert sentences[0] == f"Order {placed.number} was placed."
    assert sentences[2:4] == [
        "The order waits for 25.00 EUR.",
        "The order was cancelled: requested.",
    ]


def test_each_entry_names_who_acted_and_what_led_to_it(placed, deliver):
    deliver("order_timeline")

    first, second, third = timeline_of(placed.id)
    assert (first.actor, first.cause) == (f"customer:{ADA}", None)
    assert (second.cause, third.cause) == (first.event_id, second.event_id)
    assert (first.because, second.because) == ("", first.title)
    assert first.at <= second.at <= third.at


def test_an_entry_has_the_time_of_its_event_however_late_it_is_written(placed, deliver):
    with clock.travelled_to(clock.now() + timedelta(days=3)):
        deliver("order_timeline")

    told = OutboxEvent.objects.filter(aggregate_id=str(placed.id), aggregate_type="order")
    assert timeline_of(placed.id)[0].at == told.earliest("id").occurred_at


def test_an_event_that_comes_twice_is_one_entry(placed, deliver):
    deliver("order_timeline")
    before = timeline_of(placed.id)

    call_command("rebuild_timelines")

    assert timeline_of(placed.id) == before


def test_a_timeline_can_be_made_again_from_the_events(placed, deliver, capsys):
    deliver("order_timeline")
    before = timeline_of(placed.id)
    TimelineEntry.objects.filter(event_id=before[0].event_id).delete()
    TimelineEntry.objects.update(sentence="?")
    old = TimelineEntryFactory(sentence="From before the events that are kept.")

    call_command("rebuild_timelines")

    assert timeline_of(placed.id) == before
    assert timeline_of(old.order_id)[0].title == "From before the events that are kept."
    assert "entries are written" in capsys.readouterr().out


def test_a_timeline_that_is_made_again_holds_events_of_older_versions(placed):
    with next_version(OrderPlaced, dict):
        call_command("rebuild_timelines")

    assert names(placed.id)[0] == "OrderPlaced"


def test_every_event_with_an_order_is_heard():
    heard = consumers()["order_timeline"]

    of_orders = {e for e in event_types().values() if "order_id" in e.__dataclass_fields__}

    assert set(heard) == of_orders
    assert all(handler.batch == 50 for handlers in heard.values() for handler in handlers)


def test_nothing_personal_is_told(placed, deliver):
    deliver("order_timeline")

    told = " ".join(TimelineEntry.objects.values_list("sentence", flat=True))
    assert OutboxEvent.objects.count() > 0
    assert not any(word in told for word in ("Ada", "Lovelace", "London", "ada@example.com"))


def test_the_buyer_reads_the_timeline_and_nobody_else(placed, deliver):
    deliver("order_timeline")
    path = f"/api/v1/orders/{placed.id}/timeline"
    strangers = OrderFactory().customer_id

    mine = Client(headers={"Authorization": f"Bearer {token_of(ADA)}"}).get(path)
    theirs = Client(headers={"Authorization": f"Bearer {token_of(strangers)}"}).get(path)

    assert [entry["by"] for entry in mine.json()["entries"]] == ["customer"] * 3
    assert mine.json()["entries"][0]["sentence"] == f"Order {placed.number} was placed."
    assert (theirs.status_code, Client().get(path).status_code) == (404, 401)
