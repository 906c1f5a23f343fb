import itertools
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from apps.orders.models import Order
from outbox_relay import parking
from outbox_relay.cursors import Lane
from shop.events.payments import GatewayCalledBack
from shop.events.shipping import ShipmentDelivered, ShipmentDispatched, ShipmentReturned
from shop.kernel.identity import new_id
from shop.operations.tracing import traced
from shop.operations.tracing.drawing import _since, drawn
from shop.operations.tracing.parts import HEIGHT
from tests.factories.orders import OrderLineFactory
from tests.outbox_relay.arrange import durable
from tests.shop.operations.tracing.arrange import happened, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    """A callback that let a parcel leave, and arrive."""
    about = {"shipment_id": new_id(), "order_id": OrderLineFactory().order_id}
    called = happened(GatewayCalledBack(callback_id=new_id()))
    left = happened(ShipmentDispatched(**about, tracking_number="SAID-TO-NOBODY"), cause=called)
    return [called, left, happened(ShipmentDelivered(**about), cause=left)]


def page(client, of=""):
    return client.get(reverse("admin:operations_trace"), {"of": of})


def test_every_event_is_a_card_that_leads_to_it(admin_client, story):
    shown = page(admin_client, story[0].id).content.decode()

    for event in story:
        assert f'href="{reverse("admin:kernel_outboxevent_change", args=[event.id])}"' in shown
    assert len(re.findall('class="trace-arrow"', shown)) == 2
    assert "trace-arrow--guess" not in shown
    assert "SAID-TO-NOBODY" not in shown


def test_no_card_lies_upon_another_and_all_are_inside(story):
    drawing = drawn(traced(str(story[0].event_id)))

    corners = [(card.x, card.y) for card in drawing.cards]
    assert sorted(y for _, y in corners) == [y for _, y in corners]
    assert all(after - before > HEIGHT for (_, before), (_, after) in itertools.pairwise(corners))
    assert corners[-1][1] + HEIGHT < drawing.height
    assert [lane.name for lane in drawing.lanes] == ["payments", "shipping"]
    assert corners[1][0] == corners[2][0] > corners[0][0]


def test_a_thing_goes_on_from_its_last_event_where_no_cause_is_known(story):
    about = {"shipment_id": UUID(story[1].aggregate_id), "order_id": Order.objects.get().id}
    happened(ShipmentReturned(**about))

    arrows = drawn(traced(str(story[0].event_id))).arrows

    assert [arrow.is_known for arrow in arrows] == [True, True, False]


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(milliseconds=24), "0.024 s"),
        (timedelta(minutes=1, seconds=2.5), "1:02.500"),
        (timedelta(days=1, hours=1, minutes=5, seconds=7), "25:05:07"),
    ],
)
def test_how_long_it_took_is_said_as_people_say_it(passed, words):
    assert _since(passed) == words


def test_what_is_parked_is_red(admin_client, story):
    durable("order_timeline")
    parking.park(Lane("order_timeline"), stored(story[1]), ValueError("secret"))

    shown = page(admin_client, story[0].correlation_id).content.decode()

    assert len(re.findall("trace-card--bad", shown)) == 1
    assert "<h2>Problems</h2>" in shown
    assert "builtins.ValueError" in shown
    assert "secret" not in shown


def test_nothing_found_is_said(admin_client):
    shown = page(admin_client, "NOPE").content.decode()

    assert "Nothing is known of NOPE" in shown
    assert "<svg class" not in shown


def test_without_a_question_there_is_a_field_for_it(admin_client):
    assert 'name="of"' in page(admin_client).content.decode()


def test_an_order_leads_here(clerk, story):
    order = Order.objects.get()
    address = reverse("admin:orders_order_change", args=[order.pk])
    link = f"{reverse('admin:operations_trace')}?of={order.number}"

    assert link in clerk("finance").get(address).content.decode()
    assert link not in clerk("support").get(address).content.decode()


def test_an_event_and_their_list_lead_here(admin_client, story):
    event = reverse("admin:kernel_outboxevent_change", args=[story[0].id])
    trace = reverse("admin:operations_trace")

    assert f"{trace}?of={story[0].id}" in admin_client.get(event).content.decode()
    events = admin_client.get(reverse("admin:kernel_outboxevent_changelist"))
    assert f'href="{trace}"' in events.content.decode()


def test_only_who_may_see_events_sees_traces(clerk, story):
    assert page(clerk("finance"), story[0].id).status_code == 200
    assert page(clerk("support"), story[0].id).status_code == 403
