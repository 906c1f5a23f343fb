"""What a buyer is told, for everything that can be known about an order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from apps.orders.queries import ShownLine, ShownOrder
from apps.payments.queries import ShownPayment
from apps.payments.rules import StatusWord
from apps.shipping.queries import ShownShipment
from shop.events.base import Money, PostalAddress
from shop.kernel import clock
from shop.storefront.progress import progress_of
from shop.storefront.situations import Known

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDER = ShownOrder(
    id=UUID(int=1),
    number="7KQ2M-9XBDT",
    customer_id=UUID(int=2),
    state="pending_payment",
    total=Money(amount=Decimal("25.00"), currency="EUR"),
    tax=Money(amount=Decimal("1.64"), currency="EUR"),
    shipping=Money(amount=Decimal("4.90"), currency="EUR"),
    shipping_method="standard",
    lines=(),
    email="ada@example.com",
    delivery_address=PostalAddress(
        name="Ada", line1="Lindenufer 12", city="Berlin", postal_code="10439", country="DE"
    ),
    placed_at=NOON,
    moved_at=NOON + timedelta(minutes=1),
    pay_by=NOON + timedelta(minutes=10),
    tracking_number="",
    cancel_reason="",
    cancellation_requested=False,
)
PAYMENT = ShownPayment(
    order_id=ORDER.id,
    status=StatusWord.REQUIRES_PAYMENT_METHOD,
    amount=Decimal("25.00"),
    owed=Decimal("25.00"),
    currency="EUR",
    captured=Decimal(0),
    refunded=Decimal(0),
    decline_reason="",
    attempts=(),
)
PAID = replace(PAYMENT, status=StatusWord.SUCCEEDED, captured=Decimal("25.00"))
SHIPMENT = ShownShipment(
    order_id=ORDER.id,
    state="requested",
    tracking_number="",
    tracking_url="",
    parcels=(),
    created_at=NOON + timedelta(minutes=2),
    dispatched_at=None,
    delivered_at=None,
)
BOOKED = replace(SHIPMENT, state="booked", tracking_url="https://courier.example/1")
SENT = replace(BOOKED, state="dispatched", dispatched_at=NOON + timedelta(hours=1))
ARRIVED = replace(SENT, state="delivered", delivered_at=NOON + timedelta(hours=3))


def progress(payment=PAYMENT, shipment=None, *, at=NOON, **order):
    shown = replace(ORDER, **order)
    return progress_of(Known(order=shown, payment=payment, shipment=shipment, at=at))


def steps(shown):
    return [(step.label, step.state) for step in shown.steps]


def test_an_unpaid_order_can_be_paid_and_cancelled():
    shown = progress()

    assert shown.sentence == "Everything is kept for you until 12:10."
    assert (shown.can_pay, shown.can_cancel, shown.is_final) == (True, True, False)
    assert steps(shown)[:3] == [("Placed", "done"), ("Paid", "current"), ("Packed", "waiting")]
    assert (shown.payment, shown.tone) == ("€25.00 to pay", "calm")
    assert shown.pay_words == "Pay €25.00"


def test_what_waits_for_the_buyer_to_approve_says_so_on_its_button():
    shown = progress(replace(PAYMENT, status=StatusWord.REQUIRES_ACTION))

    assert (shown.headline, shown.can_pay) == ("Waiting for you to approve", True)
    assert shown.pay_words == "Approve €25.00"


def test_when_the_time_is_over_nothing_is_offered():
    shown = progress(at=NOON + timedelta(minutes=10))

    assert shown.headline == "The time to pay is over"
    assert (shown.can_pay, shown.can_cancel) == (False, False)


def test_while_the_bank_thinks_nobody_pays_twice():
    asked = replace(PAYMENT, status=StatusWord.PROCESSING)

    shown = progress(asked, at=NOON + timedelta(minutes=11))

    assert shown.headline == "Your payment is being checked"
    assert not shown.can_pay


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("card_declined", "The bank declined the card."),
        ("insufficient_funds", "There was not enough money on the card."),
        ("brand_new_reason", "The bank did not allow this payment."),
    ],
)
def test_a_declined_card_is_told_with_its_reason(reason, words):
    shown = progress(replace(PAYMENT, decline_reason=reason))

    assert shown.sentence.startswith(words)
    assert shown.can_pay


def test_money_that_came_in_shows_before_the_order_is_confirmed():
    shown = progress(PAID)

    assert shown.headline == "Thank you, your order is paid"
    assert steps(shown)[:3] == [("Placed", "done"), ("Paid", "done"), ("Packed", "current")]


def test_a_booked_parcel_is_packed_and_may_still_be_stopped():
    shown = progress(PAID, BOOKED, state="confirmed")

    assert (shown.headline, shown.can_cancel) == ("Packed and ready", True)
    assert steps(shown)[3] == ("On its way", "current")


def test_a_cancellation_that_was_asked_for_is_not_offered_again():
    shown = progress(PAID, BOOKED, state="confirmed", cancellation_requested=True)

    assert (shown.headline, shown.can_cancel) == ("We are stopping your parcel", False)


def test_a_sent_parcel_can_be_followed_at_the_courier():
    shown = progress(PAID, SENT, state="shipped", tracking_number="SB1")

    assert (shown.headline, shown.can_cancel) == ("On its way to you", False)
    assert (shown.tracking_number, shown.tracking_url) == ("SB1", "https://courier.example/1")


def test_an_address_that_is_no_web_page_is_not_linked():
    shown = progress(PAID, replace(SENT, tracking_url="javascript:steal()"), state="shipped")

    assert shown.tracking_url == ""


def test_a_delivered_order_has_all_its_steps_with_their_times():
    with clock.travelled_to(NOON):
        shown = progress(PAID, ARRIVED, state="delivered")

    assert [step.time for step in shown.steps] == [
        "21 Nov, 12:00",
        "21 Nov, 12:02",
        "",
        "21 Nov, 13:00",
        "21 Nov, 15:00",
    ]
    assert {step.state for step in shown.steps} == {"done"}
    assert shown.is_final


def test_times_are_those_of_the_shops_zone(settings):
    settings.TIME_ZONE = "Europe/Berlin"

    assert "13:10" in progress().sentence


def test_a_parcel_that_came_back_says_so():
    shown = progress(PAID, replace(SENT, state="returned"), state="shipped")

    assert steps(shown)[-1] == ("Came back", "stopped")
    assert not shown.is_final


def test_a_parcel_that_came_back_is_over_when_the_money_is_back():
    paid_back = replace(PAID, refunded=Decimal("25.00"))

    shown = progress(paid_back, replace(SENT, state="returned"), state="shipped")

    assert shown.is_final
    assert shown.payment == "€25.00 paid and given back"


def test_what_went_back_of_a_part_is_told():
    shown = progress(replace(PAID, refunded=Decimal("12.50")), ARRIVED, state="delivered")

    assert shown.payment == "€25.00 paid, €12.50 of it given back"


def test_a_rejected_order_never_cost_anything():
    shown = progress(None, state="rejected")

    assert (shown.headline, shown.payment) == ("Somebody was faster", "Nothing was charged")
    assert steps(shown) == [("Placed", "done"), ("Sold out", "stopped")]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("requested", "You asked for it."),
        ("expired", "It was not paid in time."),
        ("stock_lost", "The payment came after the goods were given away."),
        ("undeliverable", "The courier does not deliver to this address."),
    ],
)
def test_a_cancelled_order_says_why(reason, words):
    shown = progress(state="cancelled", cancel_reason=reason)

    assert shown.sentence == f"{words} Nothing was charged."
    assert shown.payment == "Nothing was charged"
    assert shown.is_final


def test_a_cancelled_order_is_over_when_the_money_is_back():
    closed = replace(PAID, status=StatusWord.CANCELED)
    back = replace(closed, refunded=closed.captured)

    going = progress(closed, state="cancelled", cancel_reason="requested")
    gone = progress(back, state="cancelled", cancel_reason="requested")

    assert (going.is_final, gone.is_final) == (False, True)
    assert going.sentence.endswith("Your money is on its way back to you.")
    assert gone.payment == "€25.00 paid and given back"
    assert steps(gone) == [("Placed", "done"), ("Paid", "done"), ("Cancelled", "stopped")]


def test_a_second_payment_that_went_back_leaves_the_order_paid():
    twice = replace(PAID, captured=Decimal("50.00"), refunded=Decimal("25.00"))

    assert progress(twice, state="confirmed").payment == "€25.00 paid"


def waiting_line(*, awaited=2, day=date(2026, 12, 12)):
    price = Money(amount=Decimal("12.50"), currency="EUR")
    return ShownLine(
        sku="TEA-1",
        title="Tea",
        quantity=3,
        unit_price=price,
        gross=price,
        available=None,
        awaited=awaited,
        promised_for=day,
    )


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([waiting_line()], "1 of 3 here, the rest is promised for 12 December."),
        ([waiting_line(awaited=3, day=None)], "0 of 3 here, the rest comes as soon as we have it."),
        (
            [waiting_line(), waiting_line(day=date(2027, 1, 5))],
            "2 of 6 here, the rest is promised for 5 January 2027.",
        ),
        ([waiting_line(), waiting_line(awaited=1, day=None)], "3 of 6 here, the rest comes as"),
    ],
)
def test_who_has_paid_sees_what_is_still_to_come(lines, sentence):
    with clock.travelled_to(NOON):
        shown = progress(PAID, state="confirmed", lines=tuple(lines))

    assert shown.headline == "Paid, and some of it is still to come"
    assert shown.sentence.startswith(sentence)
    assert shown.cancel_note == "The order ends at once, and you get all your money back."
    assert not shown.is_final


def test_who_has_not_paid_yet_sees_it_too():
    with clock.travelled_to(NOON):
        shown = progress(lines=(waiting_line(),))

    assert "1 of 3 here, the rest is promised for 12 December." in shown.sentence


def test_once_all_is_there_it_is_packed():
    shown = progress(PAID, state="confirmed", lines=(waiting_line(awaited=0, day=None),))

    assert shown.sentence == "We are packing your parcel now."


SEAT = ShownLine(
    sku="STALLS",
    title="Songs",
    quantity=1,
    unit_price=ORDER.total,
    gross=ORDER.total,
    available=None,
    ticketed=True,
)


def test_tickets_alone_have_no_parcel_on_their_way():
    before = progress(lines=(SEAT,))
    paid = progress(PAID, lines=(SEAT,))
    there = progress(PAID, lines=(SEAT,), state="delivered")

    way = [("Placed", "done"), ("Paid", "current"), ("Tickets are yours", "waiting")]
    assert steps(before) == way
    assert (paid.sentence, paid.can_cancel) == ("Your tickets are here in a moment.", False)
    assert steps(paid)[1:] == [("Paid", "done"), ("Tickets are yours", "current")]
    assert steps(there)[2] == ("Tickets are yours", "done")
    assert (there.has_tickets, there.is_final, there.tone) == (True, True, "good")


def test_tickets_of_an_order_with_goods_are_there_before_the_parcel():
    cup = replace(SEAT, sku="CUP", ticketed=False)

    shown = progress(PAID, BOOKED, lines=(SEAT, cup), state="confirmed")

    assert (shown.headline, shown.has_tickets) == ("Packed and ready", True)
    assert not progress(PAID, BOOKED, lines=(cup,), state="confirmed").has_tickets


PROMISED = replace(PAYMENT, status=StatusWord.REQUIRES_CAPTURE)
OWED = replace(PAYMENT, is_overdue=True)


def test_a_card_that_is_charged_later_is_told_of():
    shown = progress(PROMISED, SHIPMENT, state="confirmed")

    assert shown.headline == "Thank you, your order is confirmed"
    assert shown.sentence.endswith("Your card is charged when it leaves.")
    assert shown.payment == "€25.00 is charged when we send it"
    assert (shown.can_pay, shown.can_cancel, shown.tone) == (False, True, "good")


def test_until_the_order_knows_of_the_promise_the_buyer_is_told_of_it_all_the_same():
    assert progress(PROMISED).headline == "Thank you, your order is confirmed"


def test_of_a_split_order_both_parts_are_told():
    split = replace(PROMISED, captured=Decimal("5.00"), owed=Decimal("20.00"))

    assert progress(split, BOOKED, state="confirmed").payment == (
        "€5.00 paid, €15.00 is charged when we send it"
    )


def test_what_was_credited_before_it_was_charged_was_never_paid():
    less = replace(PAID, captured=Decimal("20.00"), owed=Decimal("20.00"))

    assert progress(less, SENT, state="shipped").payment == "€20.00 paid"


@pytest.mark.parametrize(("state", "done"), [("shipped", 4), ("delivered", 5)])
def test_what_a_bank_did_not_give_is_to_be_paid_although_the_parcel_left(state, done):
    shown = progress(OWED, SENT, state=state)

    assert shown.headline == "Please pay for what you have ordered"
    assert (shown.can_pay, shown.pay_words, shown.tone) == (True, "Pay €25.00", "bad")
    assert (shown.can_cancel, shown.is_final) == (False, False)
    assert [word for _, word in steps(shown)].count("done") == done - 1
    assert ("Not paid", "stopped") in steps(shown)


def test_an_overdue_payment_that_is_being_checked_is_not_paid_twice():
    shown = progress(replace(OWED, status=StatusWord.PROCESSING), SENT, state="shipped")

    assert shown.headline == "Your payment is being checked"
    assert (shown.can_pay, shown.can_cancel) == (False, False)


def test_an_order_that_is_being_stopped_is_not_asked_for():
    shown = progress(OWED, BOOKED, state="confirmed", cancellation_requested=True)

    assert (shown.headline, shown.can_pay) == ("We are stopping your parcel", False)
