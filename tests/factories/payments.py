from datetime import timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from apps.payments.models import (
    AttemptState,
    GatewayCallback,
    Payment,
    PaymentAttempt,
    PaymentState,
    Refund,
    RefundGrant,
    RefundState,
    SavedCard,
    SettlementBreak,
    SettlementEntry,
    SettlementFeed,
    WalletAccount,
    WalletEntry,
    WalletTransfer,
)
from apps.payments.services.ledger import book_capture, book_given_back
from shop.kernel import clock
from shop.kernel.identity import new_id
from shop.kernel.models import CallbackState


class PaymentFactory(DjangoModelFactory):
    """An open payment of 12.50 euros; trait `paid` has it all."""

    order_id = factory.LazyFunction(new_id)
    customer_id = factory.LazyFunction(new_id)
    amount = Decimal("12.50")
    currency = "EUR"

    class Meta:
        model = Payment

    class Params:
        paid = factory.Trait(state=PaymentState.PAID, captured=factory.SelfAttribute("amount"))


class PaymentAttemptFactory(DjangoModelFactory):
    """An attempt that no worker has seen yet.

    Trait `captured_all` has brought the money, `held` has it kept by a bank for six days.
    """

    payment = factory.SubFactory(PaymentFactory)
    number = factory.LazyAttribute(lambda attempt: attempt.payment.attempts.count() + 1)
    amount = factory.SelfAttribute("payment.amount")
    token = "tok_4242424242424242"  # noqa: S105 - a test token of the sandbox
    due_at = factory.LazyFunction(clock.now)

    class Meta:
        model = PaymentAttempt

    class Params:
        over = factory.Trait(token="", due_at=None)
        held = factory.Trait(
            token="",
            state=AttemptState.HELD,
            held_until=factory.LazyFunction(lambda: clock.now() + timedelta(days=6)),
            due_at=factory.SelfAttribute("held_until"),
            gateway="sandbox",
            gateway_id=factory.Sequence(lambda n: f"ch_held_{n}"),
        )
        captured_all = factory.Trait(
            over=True,
            state=AttemptState.CAPTURED,
            captured=factory.SelfAttribute("payment.amount"),
            gateway="sandbox",
            gateway_id=factory.Sequence(lambda n: f"ch_{n}"),
        )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        attempt = super()._create(model_class, *args, **kwargs)
        if attempt.captured and attempt.gateway:
            book_capture(attempt.payment, attempt)
        return attempt


class RefundGrantFactory(DjangoModelFactory):
    """Five euros of a paid order are its buyer's again; the payment's sum is not touched."""

    payment = factory.SubFactory(PaymentFactory, paid=True, granted=Decimal(5))
    credit_id = factory.LazyFunction(new_id)
    amount = Decimal(5)
    reason = "undelivered"

    class Meta:
        model = RefundGrant


class RefundFactory(DjangoModelFactory):
    """A requested refund of all that its attempt brought."""

    attempt = factory.SubFactory(
        PaymentAttemptFactory, captured_all=True, promised_back=factory.SelfAttribute("captured")
    )
    payment = factory.SelfAttribute("attempt.payment")
    amount = factory.SelfAttribute("attempt.captured")
    reason = "order_cancelled"

    class Meta:
        model = Refund

    class Params:
        done = factory.Trait(state=RefundState.DONE, due_at=None)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        refund = super()._create(model_class, *args, **kwargs)
        if refund.state == RefundState.DONE and refund.attempt.gateway:
            book_given_back(refund.payment, refund)
        return refund


class SavedCardFactory(DjangoModelFactory):
    """Kept at the sandbox gateway."""

    customer_id = factory.LazyFunction(new_id)
    gateway = "sandbox"
    token = factory.Sequence(lambda n: f"tok_saved_{n}")
    brand = "Visa"
    last4 = "4242"

    class Meta:
        model = SavedCard


class GatewayCallbackFactory(DjangoModelFactory):
    """A message about a charge that exists nowhere."""

    provider = "sandbox"
    event_id = factory.Sequence(lambda n: f"evt_{n}")
    body = '{"id": "evt", "type": "charge.captured", "data": {"id": "ch_nowhere"}}'

    class Meta:
        model = GatewayCallback

    class Params:
        understood = factory.Trait(state=CallbackState.UNDERSTOOD, due_at=None)
        ignored = factory.Trait(state=CallbackState.IGNORED, due_at=None)


class WalletAccountFactory(DjangoModelFactory):
    """An empty wallet in euros."""

    customer_id = factory.LazyFunction(new_id)
    currency = "EUR"

    class Meta:
        model = WalletAccount


class WalletTransferFactory(DjangoModelFactory):
    """A gift of the shop without its entries."""

    key = factory.LazyFunction(lambda: f"gift:{new_id()}")
    reason = "goodwill"

    class Meta:
        model = WalletTransfer


class WalletEntryFactory(DjangoModelFactory):
    """Five euros into a wallet, together with the other side of the transfer."""

    transfer = factory.SubFactory(WalletTransferFactory)
    account = factory.SubFactory(WalletAccountFactory, balance=Decimal(5))
    amount = Decimal(5)
    currency = "EUR"
    balance = Decimal(5)

    class Meta:
        model = WalletEntry

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        entry = model_class(*args, **kwargs)
        other = model_class(
            transfer=entry.transfer, system="goodwill", amount=-entry.amount, currency="EUR"
        )
        model_class.objects.bulk_create([entry, other])
        return entry


class SettlementFeedFactory(DjangoModelFactory):
    """Nothing is to be asked of this gateway, and nothing was told yet."""

    provider = factory.Sequence(lambda n: f"gateway-{n}")
    due_at = None

    class Meta:
        model = SettlementFeed


class SettlementEntryFactory(DjangoModelFactory):
    """12.50 euros came in."""

    provider = "sandbox"
    line_id = factory.Sequence(lambda n: f"st_{n}")
    charge_id = factory.Sequence(lambda n: f"ch_{n}")
    came = Decimal("12.50")
    went = Decimal(0)
    currency = "EUR"
    at = factory.LazyFunction(clock.now)

    class Meta:
        model = SettlementEntry


class SettlementBreakFactory(DjangoModelFactory):
    """Money that no order knows of."""

    provider = "sandbox"
    kind = "unknown_here"
    subject = factory.Sequence(lambda n: f"ch_{n}")
    sentence = "The gateway took 12.50; no order here knows of it."
    is_open = False

    class Meta:
        model = SettlementBreak
