"""Whatever happens to money that a bank keeps, every cent is owed, promised, here or back.

Real gateway, real jobs: credits come at any moment, the parcel leaves, a bank lets go, workers die,
days pass, the buyer pays anew, the order is cancelled.
"""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from apps.payments.models import PaymentAttempt, PaymentState
from apps.payments.queries import (
    captured_by_order,
    gateways_out_of_balance,
    payments_out_of_balance,
    wallets_out_of_balance,
)
from apps.payments.services import record_charge, start_attempt
from apps.payments.tasks.collecting import _charge_of
from shop.events.shipping import ShipmentDispatched
from shop.kernel import clock, jobs
from shop.kernel.errors import ClaimLost
from shop.kernel.identity import new_id
from tests.apps.payments.story import (
    balance,
    charges_of,
    give,
    happen,
    order_is_cancelled,
    order_waits,
    refund_is_granted,
)
from tests.machines import hold_always
from tests.shop.sandbox.calls import APPROVED, LETS_GO
from tests.shop.sandbox.process import SandboxProcess

PRICE = Decimal("12.50")
PURSE = Decimal("20.00")
_parts = st.sampled_from(["0", "0.01", "5.00", "12.49"])
_tokens = st.sampled_from([APPROVED, APPROVED, LETS_GO])


class Promises(RuleBasedStateMachine):
    """One order of 12.50 euros, of somebody with 20 euros in the wallet."""

    sandbox: SandboxProcess
    deliver: Callable[..., None]
    do_jobs: Callable[[], int]

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()

    @initialize(token=_tokens, part=_parts)
    def order(self, token: str, part: str) -> None:
        self.buyer, self.credited = new_id(), Decimal(0)
        give(self.buyer, str(PURSE))
        self.payment = order_waits(customer_id=self.buyer)
        self.pay(token, part)

    def pay(self, token: str, part: str) -> None:
        start_attempt(order_id=self.payment.order_id, token=token, wallet_amount=Decimal(part))

    def latest(self) -> PaymentAttempt:
        return self.payment.attempts.latest("number")

    @property
    def owed(self) -> Decimal:
        self.payment.refresh_from_db()
        return self.payment.owed.amount

    @rule()
    def news_arrive(self) -> None:
        self.deliver("payments")

    @rule()
    def jobs_are_done(self) -> None:
        self.do_jobs()

    @rule()
    def worker_dies_before_he_says_what_he_learned(self) -> None:
        if (mine := jobs.claim(PaymentAttempt, self.latest().id)) is not None:
            mine.gateway = mine.gateway or "sandbox"
            PaymentAttempt.objects.filter(pk=mine.id).update(gateway=mine.gateway)
            self.charge = _charge_of(mine)
            self.his = mine
            self.come_back(mine.id)

    @precondition(lambda self: hasattr(self, "his"))
    @rule()
    def he_was_only_slow(self) -> None:
        with suppress(ClaimLost):
            record_charge(attempt_id=self.his.id, claims=self.his.claims, charge=self.charge)
        self.come_back(self.his.id)

    def come_back(self, attempt_id: UUID) -> None:
        """The claim ran out."""
        waits = PaymentAttempt.objects.filter(pk=attempt_id, due_at__isnull=False)
        waits.exclude(state="held").update(due_at=clock.now())

    @rule(cents=st.integers(1, 700), soon=st.booleans())
    def credit(self, cents: int, soon: bool) -> None:  # noqa: FBT001 - drawn
        """Orders credits what was confirmed, and never more than it costs."""
        amount = Decimal(cents) / 100
        self.payment.refresh_from_db()
        if self.payment.state != PaymentState.OPEN and self.credited + amount <= PRICE:
            self.credited += amount
            refund_is_granted(self.payment, str(amount))
            if soon:
                self.news_arrive()

    @rule(soon=st.booleans())
    def parcel_leaves(self, soon: bool) -> None:  # noqa: FBT001 - drawn
        happen(
            ShipmentDispatched(
                shipment_id=new_id(), order_id=self.payment.order_id, tracking_number="SB1"
            )
        )
        if soon:
            self.news_arrive()

    @rule(cents=st.integers(1, 700))
    def less_is_owed_while_it_is_taken(self, cents: int) -> None:
        self.parcel_leaves(soon=True)
        self.credit(cents, soon=True)

    @rule()
    def days_pass(self) -> None:
        held = PaymentAttempt.objects.filter(payment=self.payment, state="held")
        held.update(held_until=clock.now(), due_at=clock.now())

    @rule(really=st.sampled_from([False, False, True]))
    def bank_lets_go(self, really: bool) -> None:  # noqa: FBT001 - drawn
        for charge in charges_of(self.sandbox, self.latest()):
            if really and charge["status"] == "authorised":
                with self.sandbox.client() as client:
                    path = f"/gateway/charges/{charge['id']}/void"
                    client.post(path, headers={"Idempotency-Key": str(new_id())})

    @rule(token=_tokens, part=_parts)
    def pay_anew(self, token: str, part: str) -> None:
        self.payment.refresh_from_db()
        if self.payment.awaits_buyer and Decimal(part) < self.owed:
            self.pay(token, part)

    @rule(really=st.sampled_from([False, False, False, False, True]))
    def cancel(self, really: bool) -> None:  # noqa: FBT001 - drawn
        if really:
            order_is_cancelled(self.payment)

    @invariant()
    def parts_add_up(self) -> None:
        assert payments_out_of_balance() == []
        assert wallets_out_of_balance() == gateways_out_of_balance() == []

    def teardown(self) -> None:
        """The next story knows nothing of this one."""
        try:
            if hasattr(self, "payment"):
                self.come_to_an_end()
        finally:
            transaction.savepoint_rollback(self.before)

    def come_to_an_end(self) -> None:
        for _ in range(6):
            asked = PaymentAttempt.objects.filter(state__in=["requested", "authorised"])
            asked.update(due_at=clock.now())
            self.news_arrive()
            self.jobs_are_done()
        self.parts_add_up()
        money = captured_by_order()[self.payment.order_id]
        assert money.going_back == 0
        assert self.at_gateway() + PURSE - balance(self.buyer) == money.kept
        here = {"paid": self.owed, "closed": Decimal(0)}
        if money.state in here:
            assert (money.kept, money.promised) == (here[money.state], 0)
        if money.state == "authorised":
            assert money.here == self.owed
        if money.state == "lapsed":
            assert money.here < self.owed

    def at_gateway(self) -> Decimal:
        """What the gateway has taken for the order, by its own books."""
        charges = [
            charge
            for attempt in self.payment.attempts.all()
            for charge in charges_of(self.sandbox, attempt)
        ]
        return sum(
            (Decimal(it["captured"]) - Decimal(it["refunded"]) for it in charges), Decimal(0)
        )


@pytest.mark.django_db
def test_every_cent_is_owed_promised_here_or_back(sandbox, settings, deliver, do_jobs):
    settings.CAPTURE = "on_dispatch"
    world = {"sandbox": sandbox, "deliver": staticmethod(deliver), "do_jobs": staticmethod(do_jobs)}

    hold_always(type("Promises", (Promises,), world), examples=20, steps=20)
