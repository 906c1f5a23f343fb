"""An order at a supplier: taken, then acknowledged and sent in deliveries, or rejected."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from shop.sandbox.problems import conflict
from shop.sandbox.supplier_stories import SupplierStory


class OrderStatus(StrEnum):
    TAKEN = "taken"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Units:
    """So many of the article."""

    code: str
    quantity: int

    def is_unsold(self) -> bool:
        """A test article: whoever wants it is refused at once."""
        return self.code.startswith("GONE-")


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Articles that left the supplier together."""

    id: str
    items: tuple[Units, ...]


@dataclass(frozen=True, kw_only=True)
class SupplierOrder:
    """What a shop wants from a supplier. Times are seconds since 1970; None is never."""

    id: str
    supplier: str
    reference: str
    number: str
    items: tuple[Units, ...]
    wanted_on: date
    status: OrderStatus = OrderStatus.TAKEN
    promised: tuple[Units, ...] = ()
    expected_on: date | None = None
    reason: str = ""
    deliveries: tuple[Delivery, ...] = ()
    taken_at: float
    answers_at: float | None = None
    supplies_at: float | None = None

    def answer(self, story: SupplierStory, *, supplies_at: float) -> "SupplierOrder":
        """Acknowledged or rejected, as the story goes."""
        if self.status != OrderStatus.TAKEN:
            raise conflict(f"The supplier has answered: the order is {self.status}.")
        answered = replace(self, answers_at=None)
        if story.refusal:
            return replace(answered, status=OrderStatus.REJECTED, reason=story.refusal)
        promised = tuple(
            Units(code=it.code, quantity=int(it.quantity * story.share)) for it in self.items
        )
        return replace(
            answered,
            status=OrderStatus.ACKNOWLEDGED,
            promised=promised,
            expected_on=self.wanted_on + timedelta(days=story.days_late),
            supplies_at=supplies_at if any(it.quantity for it in promised) else None,
        )

    def supply(self, story: SupplierStory, *, delivery_id: str, next_at: float) -> "SupplierOrder":
        """The next delivery leaves; the last one takes along whatever is left."""
        left = self.left_to_send()
        if self.status != OrderStatus.ACKNOWLEDGED or not left:
            raise conflict("Nothing of this order is left to send.")
        parts = max(story.deliveries - len(self.deliveries), 1)
        items = tuple(Units(code=it.code, quantity=-(-it.quantity // parts)) for it in left)
        sent = replace(self, deliveries=(*self.deliveries, Delivery(id=delivery_id, items=items)))
        return replace(sent, supplies_at=next_at if sent.left_to_send() else None)

    def left_to_send(self) -> Sequence[Units]:
        sent: dict[str, int] = {}
        for delivery in self.deliveries:
            for it in delivery.items:
                sent[it.code] = sent.get(it.code, 0) + it.quantity
        left = [
            Units(code=it.code, quantity=it.quantity - sent.get(it.code, 0)) for it in self.promised
        ]
        return [it for it in left if it.quantity]

    def as_json(self) -> dict[str, object]:
        """The order as the shop sees it."""
        return {
            "id": self.id,
            "reference": self.reference,
            "number": self.number,
            "status": self.status,
            "promised": [asdict(it) for it in self.promised],
            "expected_on": self.expected_on.isoformat() if self.expected_on else None,
            "reason": self.reason,
            "notices": [asdict(it) for it in self.deliveries],
        }
