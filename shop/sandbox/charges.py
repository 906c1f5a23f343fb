"""A charge and what may become of it. Every verb gives the charge afterwards, or refuses."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, urlencode

from shop.sandbox.cards import card_named
from shop.sandbox.clock import now
from shop.sandbox.clock import written as written_moment
from shop.sandbox.money import written
from shop.sandbox.problems import conflict


class Method(StrEnum):
    """How the buyer pays."""

    CARD = "card"
    UPI_INTENT = "upi_intent"
    UPI_COLLECT = "upi_collect"


class ChargeStatus(StrEnum):
    PROCESSING = "processing"
    REQUIRES_ACTION = "requires_action"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    VOIDED = "voided"
    DECLINED = "declined"
    REFUNDED = "refunded"
    EXPIRED = "expired"


_PAID = {ChargeStatus.AUTHORISED, ChargeStatus.CAPTURED, ChargeStatus.REFUNDED}


@dataclass(frozen=True, kw_only=True)
class Charge:
    """Somebody's money, promised or taken. Amounts are in minor units of the currency.

    `page` is where the buyer approves it, until `expires_at`; then the way leads to `return_url`.
    `saved_token` stands for the card from now on, if the shop asked to keep it.
    `door` is the one by which the shop asked for it.
    """

    id: str
    reference: str
    description: str
    story: str
    door: str
    method: Method
    upi_id: str
    page: str
    return_url: str
    expires_at: float | None
    amount: int
    currency: str
    status: ChargeStatus
    decline_code: str | None
    captured: int
    refunded: int
    settles_at: float | None
    created_at: float
    saved_token: str = ""

    @property
    def purpose(self) -> str:
        """What the buyer reads about it."""
        return self.description or f"Reference {self.reference}"

    @property
    def waits_for_buyer(self) -> bool:
        in_time = self.expires_at is None or self.expires_at > now()
        return self.status == ChargeStatus.REQUIRES_ACTION and in_time

    def approve(self) -> "Charge":
        self._must_wait_for_buyer(verb="approved")
        return replace(self, status=ChargeStatus.AUTHORISED, settles_at=None)

    def refuse(self, decline_code: str) -> "Charge":
        self._must_wait_for_buyer(verb="refused")
        return replace(
            self, status=ChargeStatus.DECLINED, decline_code=decline_code, settles_at=None
        )

    def expire(self) -> "Charge":
        """Over for the shop. Money that is on its way nevertheless keeps its time to settle."""
        self._must_be(ChargeStatus.REQUIRES_ACTION, verb="expired")
        return replace(self, status=ChargeStatus.EXPIRED)

    def forget(self) -> "Charge":
        """Nothing comes any more by itself."""
        return replace(self, settles_at=None)

    def come_late(self) -> "Charge":
        """The buyer's bank sends the money although it is too late: nobody can refuse it."""
        self._must_be(ChargeStatus.EXPIRED, verb="paid late")
        return replace(self, status=ChargeStatus.CAPTURED, captured=self.amount, settles_at=None)

    def settle(self) -> "Charge":
        self._must_be(ChargeStatus.PROCESSING, verb="settled")
        return replace(self, status=ChargeStatus.AUTHORISED)

    def capture(self, amount: int) -> "Charge":
        self._must_be(ChargeStatus.AUTHORISED, verb="captured")
        self._must_cover(amount, available=self.amount, verb="captured")
        return replace(self, status=ChargeStatus.CAPTURED, captured=amount)

    def void(self) -> "Charge":
        if self.status != ChargeStatus.REQUIRES_ACTION:
            self._must_be(ChargeStatus.AUTHORISED, verb="voided")
        return replace(self, status=ChargeStatus.VOIDED, settles_at=None)

    def refund(self, amount: int) -> "Charge":
        self._must_be(ChargeStatus.CAPTURED, verb="refunded")
        self._must_cover(amount, available=self.captured - self.refunded, verb="refunded")
        refunded = self.refunded + amount
        status = ChargeStatus.REFUNDED if refunded == self.captured else self.status
        return replace(self, status=status, refunded=refunded)

    def as_json(self) -> dict[str, object]:
        """The charge as the shop sees it: no card, no timers, amounts as text.

        `action` is what the buyer has to do, while there is something to do.
        """
        return {
            "id": self.id,
            "reference": self.reference,
            "description": self.description,
            "method": self.method,
            "status": self.status,
            "decline_code": self.decline_code,
            "amount": written(self.amount, self.currency),
            "currency": self.currency,
            "captured": written(self.captured, self.currency),
            "refunded": written(self.refunded, self.currency),
            "action": self._action(),
            "saved": self._saved(),
        }

    def _saved(self) -> dict[str, str] | None:
        """The card as its owner knows it, once the bank has said yes to it."""
        if not self.saved_token or self.status not in _PAID:
            return None
        last4 = card_named(self.story).number[-4:]
        return {"token": self.saved_token, "brand": "Visa", "last4": last4}

    def _action(self) -> dict[str, object] | None:
        if self.status != ChargeStatus.REQUIRES_ACTION or self.expires_at is None:
            return None
        kinds = {
            Method.CARD: ("redirect", self.page),
            Method.UPI_INTENT: ("upi_intent", self._deep_link()),
            Method.UPI_COLLECT: ("wait", ""),
        }
        kind, url = kinds[self.method]
        expires_at = written_moment(self.expires_at)
        return {"kind": kind, "url": url, "page": self.page, "expires_at": expires_at}

    def _deep_link(self) -> str:
        """What opens a UPI app on the phone, and what its camera reads from a QR code."""
        asked = {
            "pa": "tradewind@sandbox",
            "pn": "Tradewind",
            "am": written(self.amount, self.currency),
            "cu": self.currency,
            "tr": self.id,
            "tn": self.purpose,
        }
        return f"upi://pay?{urlencode(asked, quote_via=quote)}"

    def _must_wait_for_buyer(self, *, verb: str) -> None:
        self._must_be(ChargeStatus.REQUIRES_ACTION, verb=verb)
        if not self.waits_for_buyer:
            raise conflict("The time to approve this payment is over.")

    def _must_be(self, needed: ChargeStatus, *, verb: str) -> None:
        if self.status != needed:
            raise conflict(
                f"Only a charge that is {needed} can be {verb}; this one is {self.status}."
            )

    def _must_cover(self, amount: int, *, available: int, verb: str) -> None:
        if amount > available:
            raise conflict(
                f"At most {written(available, self.currency)} {self.currency} can be {verb}; "
                f"{written(amount, self.currency)} was asked."
            )
