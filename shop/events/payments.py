"""What payments tells the others: the money of an order, and of wallets."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Money

PAYMENT = Aggregate("payment", key="payment_id")
WALLET = Aggregate("wallet", key="wallet_id")
CARD = Aggregate("saved_card", key="card_id")


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event):
    """The gateway is to be asked for the money: attempt number `attempt` (1, 2, ...).

    `method` is one of card, upi_intent, upi_collect; a wallet is debited without asking anybody.
    """

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    amount: Money
    method: str = "card"


@dataclass(frozen=True, kw_only=True)
class PaymentActionRequired(Event):
    """The attempt goes on when the buyer has approved it.

    `kind` is one of redirect (a page of the bank), upi_intent (a link for a UPI app), wait (the
    buyer's UPI app asks by itself).
    """

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    order_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class PaymentAuthorised(Event):
    """The bank keeps `amount`, and with it the order is paid for; it is taken when goods leave.

    Less may be taken, if units are cancelled before. Only of shops that capture on dispatch.
    """

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentCaptureRequested(Event):
    """What the bank keeps is to be taken now."""

    aggregate: ClassVar = PAYMENT
    internal: ClassVar = True

    payment_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentLapsed(Event):
    """The bank does not give the `amount` that it kept: the order is not paid after all.

    `reason` is a word like voided, expired, card_declined; new ones may come.
    """

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    order_id: UUID
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentCaptured(Event):
    """`amount` was taken from the buyer, wanted or not; what is not wanted goes back."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentSucceeded(Event):
    """All that is owed was captured, in time and by the attempt that was wanted.

    What costs nothing (any more) is paid by attempt 0, which is no attempt at all.
    """

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    """No money was taken by this attempt; the buyer may try again while the stock is held.

    `reason` is a word like card_declined, expired, refused_by_buyer; new ones may come. Of an order
    that is overdue, the goods left before; its buyer may try for as long as it takes.
    """

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    reason: str
    is_overdue: bool = False


@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    """Captured money that is not wanted is to be given back."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(Event):
    """The buyer has `amount` back, by the way he paid or in his wallet."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundRefused(Event):
    """The gateway will not give the money back: staff has to find another way."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class RefundRetried(Event):
    """Staff wants the gateway to be asked once more to give the money back."""

    aggregate: ClassVar = PAYMENT
    internal: ClassVar = True

    payment_id: UUID
    refund_id: UUID
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class WalletCredited(Event):
    """`amount` came into the customer's wallet, which holds `balance` now.

    `reason` is one of goodwill, promotion, correction, refund.
    """

    aggregate: ClassVar = WALLET

    wallet_id: UUID
    customer_id: UUID
    entry_id: UUID
    amount: Money
    balance: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class WalletDebited(Event):
    """`amount` left the customer's wallet, which holds `balance` now.

    `reason` is payment, payout (sent to the customer's bank), or correction.
    """

    aggregate: ClassVar = WALLET

    wallet_id: UUID
    customer_id: UUID
    entry_id: UUID
    amount: Money
    balance: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class GatewayCalledBack(Event):
    """The gateway sent a message that is stored and waits to be understood."""

    aggregate: ClassVar = Aggregate("gateway_callback", key="callback_id")
    internal: ClassVar = True

    callback_id: UUID


@dataclass(frozen=True, kw_only=True)
class SavedCardRemoved(Event):
    """A member does not pay with a card any more that a gateway has kept; it is to forget it."""

    aggregate: ClassVar = CARD
    internal: ClassVar = True

    card_id: UUID
    customer_id: UUID
