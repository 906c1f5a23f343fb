"""The cards that a member has kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.payments.models import CardState, SavedCard


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """A card as its owner knows it."""

    id: UUID
    brand: str
    last4: str
    created_at: datetime


def cards_of(customer_id: UUID) -> list[ShownCard]:
    """The newest first."""
    kept = SavedCard.objects.filter(customer_id=customer_id, state=CardState.KEPT)
    return [
        ShownCard(id=card.id, brand=card.brand, last4=card.last4, created_at=card.created_at)
        for card in kept.order_by("-id")
    ]
