"""2. and 5. Whoever confirmed has paid, whoever paid has an order or the money back."""

from collections.abc import Iterator
from decimal import Decimal

from apps.orders.queries import OrderMoney, money_of_orders
from apps.payments import queries as payments
from shop.kernel import clock
from shop.operations.verify.findings import TIME_TO_FINISH, Finding, Standing

_LEFT = {"shipped", "delivered"}
_FULFILLED = {"confirmed", *_LEFT}


def confirmed_orders_are_paid() -> Iterator[Finding]:
    money = payments.captured_by_order()
    for order in money_of_orders():
        held = money.get(order.order_id)
        kept, granted = (held.here, held.granted) if held else (Decimal(0), Decimal(0))
        if order.state in _FULFILLED and kept != order.total - granted:
            yield Finding(
                invariant="confirmed orders are paid",
                subject=f"order {order.number}",
                sentence=f"It is {order.state}; {kept} of {order.total - granted} is kept.",
                standing=_standing(order) if held and held.state == "lapsed" else Standing.BROKEN,
            )


def what_left_is_charged() -> Iterator[Finding]:
    money = payments.captured_by_order()
    for order in money_of_orders():
        held = money.get(order.order_id)
        if order.state in _LEFT and held is not None and held.promised:
            yield Finding(
                invariant="what left the house is charged",
                subject=f"order {order.number}",
                sentence=f"It is {order.state}; a bank still keeps {held.promised} for it.",
                standing=_standing(order),
            )


def credits_are_granted() -> Iterator[Finding]:
    money = payments.captured_by_order()
    for order in money_of_orders():
        granted = money[order.order_id].granted if order.order_id in money else Decimal(0)
        if order.state in _FULFILLED and granted != order.credited:
            late = order.credited_at is None or clock.now() - order.credited_at > TIME_TO_FINISH
            yield Finding(
                invariant="what orders credit, payments grant",
                subject=f"order {order.number}",
                sentence=f"{order.credited} is credited, and {granted} granted.",
                standing=Standing.BROKEN if late else Standing.OPEN,
            )


def captured_money_has_an_order_or_went_back() -> Iterator[Finding]:
    money = payments.captured_by_order()
    for order in money_of_orders():
        held = money.pop(order.order_id, None)
        if held is None or order.state in _FULFILLED or held.captured == held.refunded:
            continue
        # What a wallet gave while the rest is waited for, as its parts say.
        if held.state == "open":
            continue
        yield Finding(
            invariant="captured money has an order or went back",
            subject=f"order {order.number}",
            sentence=f"It is {order.state}; {held.captured - held.refunded} is still here.",
            standing=_standing(order),
        )
    for order_id in money:
        yield Finding(
            invariant="captured money has an order or went back",
            subject=f"payment of {order_id}",
            sentence="There is no such order.",
        )


def orders_and_payments_agree() -> Iterator[Finding]:
    money = payments.captured_by_order()
    for order in money_of_orders():
        known = money.get(order.order_id)
        theirs = (known.captured, known.refunded) if known else (Decimal(0), Decimal(0))
        if theirs != (order.captured, order.refunded):
            yield Finding(
                invariant="orders and payments agree about the money",
                subject=f"order {order.number}",
                sentence=f"captured, refunded: {order.captured}, {order.refunded} in orders,"
                f" {theirs[0]}, {theirs[1]} in payments.",
                standing=_standing(order),
            )


def payments_add_up() -> Iterator[Finding]:
    for imbalance in payments.payments_out_of_balance():
        yield Finding(
            invariant="the parts of a payment add up",
            subject=f"payment {imbalance.payment_id}",
            sentence=imbalance.complaint,
        )


def wallets_add_up() -> Iterator[Finding]:
    invariant = "the ledger of the wallets sums to zero"
    yield from _complaints(payments.wallets_out_of_balance(), invariant)


def gateways_add_up() -> Iterator[Finding]:
    invariant = "the ledger has all money of the gateways"
    yield from _complaints(payments.gateways_out_of_balance(), invariant)


def _complaints(complaints: list[str], invariant: str) -> Iterator[Finding]:
    for complaint in complaints:
        subject, _, sentence = complaint.partition(": ")
        yield Finding(invariant=invariant, subject=subject, sentence=sentence)


def the_gateway_answers() -> Iterator[Finding]:
    for work in payments.money_under_way(longer_than=TIME_TO_FINISH):
        yield Finding(
            invariant="attempts and refunds come to an end",
            subject=f"{work.what} {work.row_id} of order {work.order_id}",
            sentence=f"Not over after {work.claims} claims.",
        )


def _standing(order: OrderMoney) -> Standing:
    late = clock.now() - order.moved_at > TIME_TO_FINISH
    return Standing.BROKEN if late else Standing.OPEN
