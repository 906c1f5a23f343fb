import pytest
from django.core.management import CommandError, call_command

from apps.notifications.models import Message
from shop.events.orders import OrderCancelled
from shop.events.payments import PaymentFailed
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from shop.kernel.outbox.envelope import sealed
from shop.kernel.outbox.sql import write_envelopes
from tests.apps.notifications.facts import TOTAL


@pytest.fixture
def preview(capsys):
    def run(*words):
        call_command("preview_message", *words)
        return capsys.readouterr().out

    return run


def test_a_sample_is_shown_in_any_language_and_form(preview):
    assert "2 x Mug, blue" in preview("order_confirmed")
    assert "ist bestätigt" in preview("order_confirmed", "--locale", "de")
    assert "<!doctype html>" in preview("order_confirmed", "--form", "html")
    assert preview("order_shipped", "--form", "short").startswith("Your order 7KQ2M-9XBDT is on")


def test_an_event_that_happened_is_shown_and_nothing_is_kept(hear, preview):
    stored = hear(
        OrderCancelled(
            order_id=new_id(),
            number="AAAAA-BBBBB",
            customer_id=new_id(),
            items=(),
            total=TOTAL,
            reason="stock_lost",
        )
    )
    told = Message.objects.count()

    shown = preview("order_cancelled", "--event", stored.event_id)

    assert "AAAAA-BBBBB" in shown
    assert "sold out now" in shown
    assert Message.objects.count() == told


def test_a_payment_event_lends_the_number_of_the_sample(db, preview):
    failed = PaymentFailed(
        payment_id=new_id(), attempt_id=new_id(), attempt=1, order_id=new_id(), reason="expired"
    )
    write_envelopes([sealed(failed)])
    event_id = OutboxEvent.objects.latest("id").event_id

    assert "not approved in time" in preview("payment_failed", "--event", str(event_id))


def test_a_wrong_event_is_refused_with_a_sentence(hear, preview):
    stored = hear(
        OrderCancelled(
            order_id=new_id(), number="1", customer_id=new_id(), items=(), total=TOTAL, reason=""
        )
    )

    with pytest.raises(CommandError, match="no such event"):
        preview("order_cancelled", "--event", str(new_id()))
    with pytest.raises(CommandError, match="is not told as order_shipped"):
        preview("order_shipped", "--event", stored.event_id)
