"""What gateways say and are asked, in the shop's own words."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from shop.events.base import Money


class ChargeStatus(StrEnum):
    PROCESSING = "processing"
    REQUIRES_ACTION = "requires_action"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"
    VOIDED = "voided"
    REFUNDED = "refunded"
    EXPIRED = "expired"


class ActionKind(StrEnum):
    """REDIRECT: to a page of the bank. UPI_INTENT: a link for a UPI app, also as a QR code.
    WAIT: the buyer's UPI app asks by itself."""

    REDIRECT = "redirect"
    UPI_INTENT = "upi_intent"
    WAIT = "wait"


class GatewayMove(StrEnum):
    """What is to be asked of the gateway next. CANCEL: the buyer need not approve any more."""

    CAPTURE = "capture"
    VOID = "void"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class NextMove:
    """What is to be asked next, and of how much: a capture may take less than was authorised."""

    move: GatewayMove
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Action:
    """What the buyer has to do until `expires_at`.

    `url` is a page or a link for an app, empty if there is only to wait; `page` is a page of the
    gateway that helps whoever has no such app at hand, or empty.
    """

    kind: ActionKind
    url: str
    expires_at: datetime
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class CardOnFile:
    """A card that a gateway keeps for its owner, who knows it by brand and last four digits.

    The shop has a token, never a number.
    """

    token: str
    brand: str
    last4: str


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One charge as its gateway describes it. Amounts are in major units of `currency`.

    `reference` is the id of the attempt that asked for it, `decline_code` says why it was
    declined, `action` what the buyer has to do first, `saved` the card that was kept, if the buyer
    wished it and the gateway does that.
    """

    id: str
    reference: str
    status: ChargeStatus
    amount: Decimal
    currency: str
    captured: Decimal
    refunded: Decimal
    decline_code: str | None = None
    action: Action | None = None
    saved: CardOnFile | None = None

    @property
    def kept(self) -> Decimal:
        """What was taken and not given back."""
        return self.captured - self.refunded
