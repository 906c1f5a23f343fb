import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.inventory.models import Movement, Reservation, Stock, Terms
from apps.orders.models import OrderState
from apps.payments.models import PaymentAttempt
from outbox_relay import cursors
from outbox_relay.cursors import Lane, Position
from outbox_relay.ticks import make_tick
from shop.events.shipping import ShipmentDelivered
from shop.kernel import clock
from shop.kernel.arguments import operator
from shop.kernel.bus import publish
from shop.kernel.identity import new_id
from shop.kernel.models import OutboxParkedKey
from shop.kernel.outbox.unit_of_work import unit_of_work
from shop.operations.verify import Standing, verified
from shop.operations.verify.findings import TIME_TO_FINISH
from tests.factories.inventory import (
    BackorderFactory,
    ExpectedUnitsFactory,
    HoldFactory,
    MovementFactory,
    ReservationFactory,
    StockFactory,
    TermsFactory,
    TicketFactory,
)
from tests.factories.orders import (
    CancellationLineFactory,
    CreditFactory,
    InvoiceFactory,
    OrderFactory,
    OrderLineFactory,
)
from tests.factories.payments import (
    PaymentAttemptFactory,
    PaymentFactory,
    RefundFactory,
    RefundGrantFactory,
    WalletAccountFactory,
)
from tests.factories.shipping import ShipmentFactory
from tests.factories.suppliers import PurchaseOrderFactory, PurchaseOrderLineFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_topics(settings, tmp_path: Path) -> None:
    settings.TOPICS_DIR = tmp_path
    settings.KAFKA_BOOTSTRAP_SERVERS = ""


def found() -> set[tuple[str, Standing]]:
    return {(finding.invariant, finding.standing) for finding in verified().findings}


def test_an_empty_shop_is_clean():
    assert verified().is_clean
    assert found() == set()


def test_stock_that_is_not_in_the_ledger_is_broken():
    stock = StockFactory()

    Stock.objects.filter(pk=stock.pk).update(on_hand=stock.on_hand + 1)

    assert found() == {("balances are the sums of the ledger", Standing.BROKEN)}


def one_waits() -> Terms:
    BackorderFactory(sku="TEA")
    return TermsFactory(sku="TEA", backordered=1)


def test_a_queue_that_is_counted_wrong_is_broken():
    terms = one_waits()

    Terms.objects.update(backordered=2)
    assert found() == {("queues are counted", Standing.BROKEN)}
    terms.save()
    Reservation.objects.update(awaited=2)
    assert found() == {("queues are counted", Standing.BROKEN)}


def test_units_that_came_for_an_order_and_are_not_held_are_broken():
    BackorderFactory(reservation=ReservationFactory(), state="filled", filled=1, sku="TEA")

    assert found() == {("queues are counted", Standing.BROKEN)}


def test_free_units_beside_one_who_waits_are_open_for_a_minute():
    one_waits()
    StockFactory(sku="TEA", on_hand=2)

    assert found() == {("free units go to those who wait", Standing.OPEN)}
    with clock.travelled_to(clock.now() + timedelta(minutes=2)):
        assert ("free units go to those who wait", Standing.BROKEN) in found()


def test_a_confirmed_order_without_money_is_broken():
    order = OrderFactory(state=OrderState.CONFIRMED)

    assert found() == {("confirmed orders are paid", Standing.BROKEN)}
    assert order.number in str(verified().findings)


def test_a_confirmed_order_keeps_what_was_not_granted_back():
    half = Decimal("12.50")
    order = OrderFactory(state=OrderState.DELIVERED, total=25, captured=25, credited=half)
    OrderLineFactory(order=order, quantity=2, shipped=1, returned=1)
    CreditFactory(order=order)
    payment = PaymentFactory(order_id=order.id, amount=25, captured=25, state="paid", granted=half)
    attempt = PaymentAttemptFactory(payment=payment, captured_all=True, promised_back=half)
    grant = RefundGrantFactory(payment=payment, amount=half)

    assert ("confirmed orders are paid", Standing.BROKEN) in found()
    RefundFactory(attempt=attempt, payment=payment, grant=grant, amount=half)
    assert found() == set()


def test_a_credit_that_nobody_granted_is_open_at_first_and_broken_later():
    order = OrderFactory(state=OrderState.DELIVERED, total=25, captured=25, credited="12.50")
    OrderLineFactory(order=order, quantity=2, shipped=1, returned=1)
    CreditFactory(order=order)
    payment = PaymentFactory(order_id=order.id, amount=25, captured=25, state="paid")
    PaymentAttemptFactory(payment=payment, captured_all=True)
    rule = "what orders credit, payments grant"

    assert found() == {(rule, Standing.OPEN)}
    with clock.travelled_to(clock.now() + TIME_TO_FINISH + timedelta(seconds=1)):
        assert found() == {(rule, Standing.BROKEN)}


def test_credits_that_are_not_what_gone_units_cost_are_broken():
    order = OrderFactory(state=OrderState.DELIVERED, credited=Decimal("12.50"))
    OrderLineFactory(order=order, quantity=2, shipped=2)

    assert ("credited = what units that went back cost", Standing.BROKEN) in found()


def test_an_invoice_that_nobody_counted_is_broken():
    InvoiceFactory(total=1)

    rules = ("invoices are numbered without a gap", "invoices say what orders say")
    assert {(rule, Standing.BROKEN) for rule in rules} <= found()


def test_money_of_a_cancelled_order_is_open_at_first_and_broken_later():
    order = OrderFactory(state=OrderState.CANCELLED, cancel_reason="expired", captured=25)
    OrderLineFactory(order=order, quantity=2, cancelled=2)
    PaymentFactory(order_id=order.id, amount=25, captured=25, state="closed")
    rule = "captured money has an order or went back"

    at_first = found()
    with clock.travelled_to(clock.now() + TIME_TO_FINISH + timedelta(seconds=1)):
        later = found()

    assert (rule, Standing.OPEN) in at_first
    assert (rule, Standing.BROKEN) in later


def test_money_of_an_unknown_order_is_broken():
    PaymentFactory(amount=25, captured=25, state="paid")

    assert ("captured money has an order or went back", Standing.BROKEN) in found()


def test_units_that_are_nowhere_are_broken():
    order = OrderFactory(state=OrderState.DELIVERED, total=Decimal(25), captured=25)
    PaymentFactory(order_id=order.id, amount=25, captured=25, state="paid")
    OrderLineFactory(order=order, quantity=2, shipped=1)

    assert ("shipped + cancelled + returned + open = ordered", Standing.BROKEN) in found()


@pytest.mark.parametrize(
    ("held", "packed", "broken"), [(2, 2, ""), (3, 2, "kept for it"), (2, 3, "in its parcel")]
)
def test_what_is_open_of_a_paid_order_is_kept_and_packed(held, packed, broken):
    order = OrderFactory(state=OrderState.CONFIRMED, total=0, tax_total=0)
    OrderLineFactory(order=order, sku="TEA", quantity=3, cancelled=1)
    reservation = ReservationFactory(order_id=order.id, state="committed")
    HoldFactory(reservation=reservation, sku="TEA", quantity=held)
    ShipmentFactory(order_id=order.id, parcels=[{"sku": "TEA", "quantity": packed}])

    ours = {name for name, _ in found() if name.startswith("what is open of a paid order")}

    assert ours == ({f"what is open of a paid order is {broken}"} if broken else set())


def test_what_is_asked_of_the_courier_is_open_at_first_and_broken_later():
    order = OrderFactory(state=OrderState.CONFIRMED, total=0, tax_total=0)
    line = OrderLineFactory(order=order, gross=0, tax_amount=0, unit_price=0, cancelling=1)
    CancellationLineFactory(cancellation__order=order, line=line)
    rule = "what is asked of the courier is decided"

    at_first = found()
    with clock.travelled_to(clock.now() + 2 * TIME_TO_FINISH):
        later = found()

    assert (rule, Standing.OPEN) in at_first
    assert (rule, Standing.BROKEN) in later


def test_an_unpaid_order_past_its_time_is_open_at_first_and_broken_later():
    OrderFactory(pay_by=clock.now())

    at_first = found()
    with clock.travelled_to(clock.now() + 2 * TIME_TO_FINISH):
        later = found()

    assert at_first == {("unpaid orders end", Standing.OPEN)}
    assert later == {("unpaid orders end", Standing.BROKEN)}


def test_an_order_of_the_past_that_was_only_just_placed_is_not_late():
    long_ago = clock.now() - timedelta(days=20)
    order = OrderFactory(placed_at=long_ago, pay_by=long_ago)
    ReservationFactory(order_id=order.id, expires_at=long_ago)
    rules = {"unpaid orders end", "lapsed holds are released"}

    at_first = {(rule, standing) for rule, standing in found() if rule in rules}
    with clock.travelled_to(clock.now() + 2 * TIME_TO_FINISH):
        later = {(rule, standing) for rule, standing in found() if rule in rules}

    assert at_first == {(rule, Standing.OPEN) for rule in rules}
    assert later == {(rule, Standing.BROKEN) for rule in rules}


@unit_of_work
def deliver_parcel() -> None:
    publish(ShipmentDelivered(shipment_id=new_id(), order_id=new_id()))


def test_a_consumer_that_stands_still_is_behind():
    cursors.add_missing([Lane("orders")])
    deliver_parcel()

    assert found() == {("no consumer is behind", Standing.OPEN)}


def test_an_event_that_the_files_should_have_and_have_not_is_broken():
    cursors.add_missing([Lane("files")])
    deliver_parcel()
    take_the_files_past_everything()

    assert found() == {("every topic has every event", Standing.BROKEN)}


def take_the_files_past_everything() -> None:
    lease, _ = cursors.take(Lane("files"), "somebody")
    cursors.move(lease, Position(make_tick().n))


def test_a_gap_in_the_sequence_of_an_aggregate_is_broken():
    deliver_parcel()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_stream SET last_seq = 3")

    assert found() == {("aggregate sequences have no gap", Standing.BROKEN)}


def test_a_parked_aggregate_is_shown_without_anybodys_data():
    OutboxParkedKey.objects.create(
        consumer="shipping",
        key="order:1",
        next_retry_at=clock.now(),
        error="ValueError in book_shipment:12",
        head_event=1,
    )

    assert found() == {("no aggregate is parked", Standing.BROKEN)}


def test_the_command_says_clean_and_exits_with_zero():
    output = StringIO()

    call_command("verify", stdout=output)

    assert output.getvalue() == "clean\n"


def test_the_command_says_what_is_broken_as_json_and_fails():
    OrderFactory(state=OrderState.CONFIRMED, number="7KQ2M-9XBDT")
    output = StringIO()

    with pytest.raises(CommandError):
        call_command("verify", "--json", stdout=output)

    report = json.loads(output.getvalue())
    assert report["open"] == []
    assert [finding["subject"] for finding in report["broken"]] == ["order 7KQ2M-9XBDT"]


def test_an_order_that_was_paid_twice_and_got_one_payment_back_is_clean():
    order = OrderFactory(
        state=OrderState.CONFIRMED,
        total=Decimal("12.50"),
        captured=Decimal("25.00"),
        refunded=Decimal("12.50"),
    )
    payment = PaymentFactory(
        paid=True, order_id=order.id, captured=Decimal("25.00"), refunded=Decimal("12.50")
    )
    PaymentAttemptFactory(payment=payment, captured_all=True)
    unwanted = PaymentAttemptFactory(payment=payment, captured_all=True)
    RefundFactory(attempt=unwanted, done=True)
    PaymentAttempt.objects.filter(pk=unwanted.pk).update(promised_back=Decimal("12.50"))

    assert found() == set()


def test_a_wallet_whose_balance_nothing_explains_is_broken():
    WalletAccountFactory(balance=Decimal("5.00"))

    assert found() == {("the ledger of the wallets sums to zero", Standing.BROKEN)}


def test_what_drifted_is_mended_and_the_ledger_says_so(capsys):
    StockFactory(sku="TEA", on_hand=5)
    Stock.objects.update(on_hand=7)

    call_command("verify", "--repair")

    said = capsys.readouterr()
    assert "mended stock TEA in MAIN: on hand: 7 recorded, 5 by ledger" in said.err
    assert said.out.endswith("clean\n")
    line = Movement.objects.latest("id")
    assert (line.cause, line.actor) == ("repaired", operator())


def test_what_has_to_be_counted_first_is_not_mended():
    StockFactory(sku="TEA", on_hand=1)
    HoldFactory(reservation=ReservationFactory(), sku="TEA", quantity=3)

    with pytest.raises(CommandError, match="Not repaired: TEA in MAIN has 1 units by the ledger"):
        call_command("verify", "--repair")


def owe(units, *, expected, days_ago=1):
    """A supplier owes so many units of TEA, and inventory expects another number of them."""
    moved_at = clock.now() - timedelta(days=days_ago)
    order = PurchaseOrderFactory(sent=True, approved_at=moved_at, created_at=moved_at)
    PurchaseOrderLineFactory(order=order, sku="TEA", quantity=units)
    ExpectedUnitsFactory(purchase_order_id=order.id, sku="TEA", outstanding=expected)
    StockFactory(sku="TEA", on_hand=0, incoming=expected)
    MovementFactory(sku="TEA", cause="ordered", on_hand=0, incoming=expected)


def test_what_is_owed_and_expected_is_clean():
    owe(5, expected=5)

    assert found() == set()


@pytest.mark.parametrize(("days_ago", "standing"), [(1, Standing.BROKEN), (0, Standing.OPEN)])
def test_what_is_owed_and_not_expected_is_found(days_ago, standing):
    owe(5, expected=3, days_ago=days_ago)

    assert found() == {("what suppliers owe is expected", standing)}
    assert verified().findings[0].sentence == (
        "Of TEA, 5 units are still to come, and 3 are expected."
    )


def test_a_ticket_that_no_balance_counts_is_broken():
    TicketFactory(sku="STALLS")

    assert found() == {("tickets are the units of their stock", Standing.BROKEN)}


def test_a_ticket_that_is_sold_to_no_line_is_broken():
    TicketFactory(state="sold", order_id=new_id(), line_id=new_id())

    assert ("a sold ticket belongs to one confirmed line", Standing.BROKEN) in found()


def test_a_line_whose_tickets_are_sold_before_it_is_confirmed_is_open_at_first_and_broken_later():
    line = OrderLineFactory(order__state=OrderState.PENDING_PAYMENT, ticketed=True, quantity=1)
    TicketFactory(state="sold", order_id=line.order_id, line_id=line.id)
    rule = "a sold ticket belongs to one confirmed line"

    assert (rule, Standing.OPEN) in found()
    with clock.travelled_to(clock.now() + TIME_TO_FINISH + timedelta(seconds=1)):
        assert (rule, Standing.BROKEN) in found()


def test_a_confirmed_line_without_its_tickets_is_found():
    order = OrderFactory(state=OrderState.DELIVERED, total=0, tax_total=0)
    OrderLineFactory(order=order, ticketed=True, quantity=2, shipped=2, unit_price=0, tax_amount=0)

    assert found() == {("a sold ticket belongs to one confirmed line", Standing.OPEN)}
