"""A charge and what may become of it. Every verb gives the charge afterwards, or refuses."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shop.sandbox.money import written
from shop.sandbox.problems import conflict


class ChargeStatus(StrEnum):
    PROCESSING = "processing"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    VOIDED = "voided"
    DECLINED = "declined"
    REFUNDED = "refunded"


@dataclass(frozen=True, kw_only=True)
class Charge:
    """Somebody's money, promised or taken. Amounts are in minor units of the currency."""

    id: str
    reference: str
    card: str
    amount: int
    currency: str
    status: ChargeStatus
    decline_code: str | None
    captured: int
    refunded: int
    settles_at: float | None
    created_at: float

    def settle(self) -> "Charge":
        self._must_be(ChargeStatus.PROCESSING, verb="settled")
        return replace(self, status=ChargeStatus.AUTHORISED)

    def capture(self, amount: int) -> "Charge":
        self._must_be(ChargeStatus.AUTHORISED, verb="captured")
        self._must_cover(amount, available=self.amount, verb="captured")
        return replace(self, status=ChargeStatus.CAPTURED, captured=amount)

    def void(self) -> "Charge":
        self._must_be(ChargeStatus.AUTHORISED, verb="voided")
        return replace(self, status=ChargeStatus.VOIDED)

    def refund(self, amount: int) -> "Charge":
        self._must_be(ChargeStatus.CAPTURED, verb="refunded")
        self._must_cover(amount, available=self.captured - self.refunded, verb="refunded")
        refunded = self.refunded + amount
        status = ChargeStatus.REFUNDED if refunded == self.captured else self.status
        return replace(self, status=status, refunded=refunded)

    def as_json(self) -> dict[str, object]:
        """The charge as the shop sees it: no card, no timers, amounts as text."""
        return {
            "id": self.id,
            "reference": self.reference,
            "status": self.status,
            "decline_code": self.decline_code,
            "amount": written(self.amount, self.currency),
            "currency": self.currency,
            "captured": written(self.captured, self.currency),
            "refunded": written(self.refunded, self.currency),
        }

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
