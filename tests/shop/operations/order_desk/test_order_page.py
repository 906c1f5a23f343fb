import pytest
from django.urls import reverse

from apps.notifications.models import Message
from apps.orders.models import Order, OrderState
from apps.payments.models import Refund, RefundState
from shop.events.orders import OrderCancelled
from shop.events.payments import PaymentCaptureRequested
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxEvent
from tests.factories.notifications import MessageFactory
from tests.factories.orders import OrderFactory, OrderLineFactory, TimelineEntryFactory
from tests.factories.payments import PaymentAttemptFactory, PaymentFactory, RefundFactory
from tests.factories.shipping import ShipmentFactory
from tests.statements.counting import statements_to_show


@pytest.fixture
def order(db):
    order = OrderFactory(state=OrderState.PENDING_PAYMENT)
    OrderLineFactory(order=order)
    return order


def page_of(order):
    return reverse("admin:orders_order_change", args=[order.pk])


def deed_on(order, name, subject):
    return f"{reverse('admin:operations_deed', args=[order.pk, name])}?subject={subject}"


def test_support_sees_all_that_happened_on_one_page(clerk, order):
    payment = PaymentFactory(order_id=order.id)
    RefundFactory(
        payment=payment,
        attempt__payment=payment,
        refusal="closed account",
        state="refused",
        due_at=None,
    )
    ShipmentFactory(order_id=order.id, booked=True, tracking_number="TRACK-77")
    MessageFactory(order_number=order.number, kind="order_confirmed")

    page = clerk("support").get(page_of(order)).content.decode()

    assert order.number in page
    assert "Darjeeling, 250 g" in page
    assert "closed account" in page
    assert "order confirmed" in page
    assert "Stop this order" in page


def test_the_page_says_who_did_what_and_why_and_leads_to_the_trace(clerk, order):
    placed = TimelineEntryFactory(
        order_id=order.id, actor="customer:0123456789", sentence="Placed."
    )
    TimelineEntryFactory(order_id=order.id, caused_by=placed.event_id, sentence="Held.")
    elsewhere = TimelineEntryFactory(order_id=order.id, caused_by=new_id(), sentence="Paid.")

    pages = {
        role: clerk(role).get(page_of(order)).content.decode() for role in ("support", "finance")
    }

    assert "customer …456789" in pages["support"]
    assert "because: Placed." in pages["support"]
    assert "because of something else in the shop" in pages["support"]
    traces = [f"?of={cause}" for cause in (placed.event_id, elsewhere.caused_by)]
    assert [trace in pages["support"] for trace in traces] == [False, False]
    assert [trace in pages["finance"] for trace in traces] == [True, True]


def test_the_page_shows_only_what_the_role_may_see(clerk, order):
    PaymentFactory(order_id=order.id)
    MessageFactory(order_number=order.number, kind="order_confirmed")

    page = clerk("warehouse").get(page_of(order)).content.decode()

    assert "Goods and parcel" in page
    assert "<h2>Money</h2>" not in page
    assert "<h2>Messages</h2>" not in page
    assert ">Stop this order</a>" not in page


def test_whoever_may_see_no_orders_gets_none(clerk, order):
    assert clerk("merchandiser").get(page_of(order)).status_code == 403


def test_an_order_that_there_is_not_is_not_found(clerk, order):
    address = page_of(order)
    order.lines.all().delete()
    order.delete()

    assert clerk("support").get(address).status_code == 404


def said_of(subject, reason):
    """What a deed's page sends when its button is pressed."""
    return {"subject": str(subject.pk), "reason": reason, "key": str(new_id())}


def test_stopping_asks_for_a_reason_first(clerk, order):
    support = clerk("support")
    address = deed_on(order, "stop", order.pk)

    asked = support.get(address).content.decode()
    answer = support.post(address, said_of(order, " "))

    assert "What is held goes back on sale" in asked
    assert "This field is required" in answer.content.decode()
    assert Order.objects.get().state == OrderState.PENDING_PAYMENT


def test_a_stopped_order_names_who_stopped_it_and_why(clerk, order, published):
    support = clerk("support")

    support.post(deed_on(order, "stop", order.pk), said_of(order, "ordered twice"))

    told = OutboxEvent.objects.get(type=OrderCancelled.type_name())
    done, page = (support.get(page_of(order)).content.decode() for _ in range(2))
    assert "Done: Stop this order" in done
    assert Order.objects.get().state == OrderState.CANCELLED
    assert told.actor == f"staff:{support.user.pk}"
    assert "ordered twice" in page
    assert "support@example.com" in page
    assert ">Stop this order</a>" not in page


def test_a_deed_without_permission_is_not_done(clerk, order):
    answer = clerk("finance").post(
        deed_on(order, "stop", order.pk),
        said_of(order, "because"),
        follow=True,
    )

    assert "cannot be done" in answer.content.decode()
    assert Order.objects.get().state == OrderState.PENDING_PAYMENT


def test_an_order_that_moved_on_meanwhile_stays_as_it_is(clerk, order):
    support = clerk("support")
    support.get(deed_on(order, "stop", order.pk))
    Order.objects.update(state=OrderState.SHIPPED)

    answer = support.post(
        deed_on(order, "stop", order.pk),
        said_of(order, "because"),
        follow=True,
    )

    assert "not any more" in answer.content.decode()


def test_finance_has_a_refused_refund_tried_again(clerk, order):
    payment = PaymentFactory(order_id=order.id, state="closed", amount=25, captured=25)
    refund = RefundFactory(
        payment=payment,
        attempt__payment=payment,
        state="refused",
        due_at=None,
        refusal="closed account",
    )
    address = deed_on(order, "retry-refund", refund.pk)

    clerk("finance").post(address, said_of(refund, "the bank says yes"))

    assert Refund.objects.get(pk=refund.pk).state == RefundState.REQUESTED


def test_finance_charges_what_a_bank_keeps_before_the_parcel_leaves(clerk, order, published):
    payment = PaymentFactory(order_id=order.id, state="authorised", amount=25)
    PaymentAttemptFactory(payment=payment, held=True)
    finance, address = clerk("finance"), deed_on(order, "charge", order.pk)

    page = finance.get(page_of(order)).content.decode()
    finance.post(address, said_of(order, "the card runs out"))

    assert "25.00 EUR kept by the bank" in page
    assert [event.payment_id for event in published(PaymentCaptureRequested)] == [payment.id]


def test_what_no_bank_keeps_is_not_charged(clerk, order, published):
    PaymentFactory(order_id=order.id, state="paid", amount=25, captured=25)

    answer = clerk("finance").post(
        deed_on(order, "charge", order.pk), said_of(order, "because"), follow=True
    )

    assert "cannot be done" in answer.content.decode()
    assert not published(PaymentCaptureRequested)


def test_a_refund_of_another_order_is_not_reached_from_here(clerk, order):
    refund = RefundFactory(state="refused", due_at=None, refusal="closed account")
    address = deed_on(order, "retry-refund", refund.pk)

    clerk("finance").post(address, said_of(refund, "because"))

    assert Refund.objects.get(pk=refund.pk).state == RefundState.REFUSED


def test_support_sends_a_message_again(clerk, order):
    message = MessageFactory(
        order_number=order.number, state="sent", due_at=None, sent_at="2026-01-01T00:00:00Z"
    )

    clerk("support").post(
        deed_on(order, "send-again", message.pk),
        said_of(message, "never arrived"),
    )

    message.refresh_from_db()
    assert (message.state, message.copies) == ("waiting", 1)


def test_the_second_click_sends_nothing_again(clerk, order):
    message = MessageFactory(
        order_number=order.number, state="sent", due_at=None, sent_at="2026-01-01T00:00:00Z"
    )
    support, said = clerk("support"), said_of(message, "never arrived")
    address = deed_on(order, "send-again", message.pk)
    support.post(address, said)
    Message.objects.update(state="sent", due_at=None, sent_at="2026-01-02T00:00:00Z")

    support.post(address, said)

    message.refresh_from_db()
    assert (message.state, message.copies) == ("sent", 1)


def test_an_order_with_200_lines_takes_no_more_queries_than_one_with_5(clerk):
    support = clerk("support")
    small, large = OrderFactory(), OrderFactory()
    OrderLineFactory.create_batch(5, order=small)
    OrderLineFactory.create_batch(200, order=large)

    few, many = (statements_to_show(support, page_of(it)) for it in (small, large))

    assert many == few < 30
