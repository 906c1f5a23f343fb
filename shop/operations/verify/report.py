from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from shop.operations.verify import (
    backbone,
    invoices,
    money,
    orders,
    stock,
    supplies,
    tickets,
    topics,
    units,
)
from shop.operations.verify.findings import Finding, Standing

Invariant = Callable[[], Iterable[Finding]]

INVARIANTS: tuple[Invariant, ...] = (
    stock.balances_are_sums_of_the_ledger,
    stock.lapsed_holds_are_released,
    stock.queues_are_counted,
    stock.free_units_go_to_those_who_wait,
    stock.offers_are_held,
    tickets.tickets_are_the_units_of_their_stock,
    tickets.sold_tickets_belong_to_one_confirmed_line,
    money.confirmed_orders_are_paid,
    money.credits_are_granted,
    money.what_left_is_charged,
    money.captured_money_has_an_order_or_went_back,
    money.orders_and_payments_agree,
    money.payments_add_up,
    money.wallets_add_up,
    money.gateways_add_up,
    money.the_gateway_answers,
    orders.totals_are_explained_by_their_parts,
    orders.credits_are_what_gone_units_cost,
    orders.vouchers_are_used_by_their_orders,
    orders.ordered_carts_are_their_orders,
    invoices.invoices_have_no_gap,
    invoices.invoices_say_what_orders_say,
    units.every_unit_is_somewhere,
    units.open_units_are_kept_and_packed,
    units.asked_cancellations_are_decided,
    units.unpaid_orders_end,
    supplies.what_suppliers_owe_is_expected,
    backbone.the_outbox_is_sound,
    backbone.consumers_keep_up,
    backbone.no_aggregate_is_parked,
    topics.topic_files_have_every_event,
)


@dataclass
class Report:
    """What was looked at, and what was found."""

    findings: list[Finding] = field(default_factory=list)

    def of(self, standing: Standing) -> list[Finding]:
        return [finding for finding in self.findings if finding.standing == standing]

    @property
    def is_clean(self) -> bool:
        """Nothing is broken; what is open is within its time limit."""
        return not self.of(Standing.BROKEN)


def verified() -> Report:
    """Checks every invariant in one REPEATABLE READ snapshot, without locking anything."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return Report(list(_findings()))


def _findings() -> Iterator[Finding]:
    for invariant in INVARIANTS:
        yield from invariant()
