"""What payments tells the others: the money of an order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shop.events.base import Aggregate, Event, Money

PAYMENT = Aggregate("payment", key="payment_id")


@dataclass(frozen=True, kw_only=True)
class PaymentRequested(Event):
    """The gateway is to be asked for the money: attempt number `attempt` (1, 2, ...)."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentCaptured(Event):
    """The gateway took `amount` from the buyer, wanted or not; what is not wanted goes back."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentSucceeded(Event):
    """The whole amount was captured, in time and by the attempt that was wanted."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Event):
    """No money was taken by this attempt; the buyer may try again while the stock is held."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    attempt_id: UUID
    attempt: int
    order_id: UUID
    reason: str


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
    """The gateway gave `amount` back to the buyer."""

    aggregate: ClassVar = PAYMENT

    payment_id: UUID
    refund_id: UUID
    order_id: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class GatewayCalledBack(Event):
    """The gateway sent a message that is stored and waits to be understood."""

    aggregate: ClassVar = Aggregate("gateway_callback", key="callback_id")
    internal: ClassVar = True

    callback_id: UUID
