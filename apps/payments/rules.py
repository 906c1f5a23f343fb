"""What gateways say and are asked, in the shop's own words."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ChargeStatus(StrEnum):
    PROCESSING = "processing"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"
    VOIDED = "voided"
    REFUNDED = "refunded"


class GatewayMove(StrEnum):
    """What is to be asked of the gateway next about an authorised charge."""

    CAPTURE = "capture"
    VOID = "void"


class StatusWord(StrEnum):
    """A payment's status as front ends know it from other payment providers."""

    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One charge as its gateway describes it. Amounts are in major units of `currency`.

    `reference` is the id of the attempt that asked for it, `decline_code` says why it was
    declined.
    """

    id: str
    reference: str
    status: ChargeStatus
    amount: Decimal
    currency: str
    captured: Decimal
    refunded: Decimal
    decline_code: str | None = None

    @property
    def kept(self) -> Decimal:
        """What was taken and not given back."""
        return self.captured - self.refunded
