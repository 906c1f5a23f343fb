"""Cards that members keep at a gateway: kept when they have paid, and forgotten when asked to."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from apps.payments.models import CardState, PaymentAttempt, SavedCard
from apps.payments.rules import Charge
from shop.events.payments import SavedCardRemoved
from shop.kernel.bus import publish
from shop.kernel.errors import NotFound
from shop.kernel.outbox.unit_of_work import unit_of_work


def keep_card(attempt: PaymentAttempt, charge: Charge, *, customer_id: UUID) -> None:
    """The buyer wished it and the gateway did it; inside the unit of work that takes the money."""
    if not attempt.keeps or charge.saved is None:
        return
    kept = SavedCard(
        customer_id=customer_id,
        gateway=attempt.gateway,
        token=charge.saved.token,
        brand=charge.saved.brand,
        last4=charge.saved.last4,
    )
    SavedCard.objects.bulk_create([kept], ignore_conflicts=True)


def card_to_pay_with(card_id: UUID, *, customer_id: UUID) -> SavedCard:
    """Raises NotFound for a card of somebody else, and for one that was removed."""
    return _kept(SavedCard.objects.all(), card_id, customer_id)


@unit_of_work
def remove_card(*, customer_id: UUID, card_id: UUID) -> None:
    """The member does not pay with it any more. Raises NotFound if there is none to remove."""
    _let_go(_kept(SavedCard.objects.select_for_update(), card_id, customer_id))


@unit_of_work
def remove_cards(*, customer_ids: Collection[UUID]) -> None:
    """Whoever leaves the shop leaves no card at a gateway."""
    cards = SavedCard.objects.select_for_update().filter(customer_id__in=customer_ids)
    for card in cards.filter(state=CardState.KEPT).order_by("id"):
        _let_go(card)


@unit_of_work
def record_forgotten_card(*, card_id: UUID, claims: int) -> None:
    """The gateway has forgotten it, and so does the shop. Raises ClaimLost."""
    card = SavedCard.objects.select_for_update().get(pk=card_id)
    card.confirm_claim(claims)
    card.delete()


def _kept(cards: "QuerySet[SavedCard]", card_id: UUID, customer_id: UUID) -> SavedCard:
    card = cards.filter(pk=card_id, customer_id=customer_id, state=CardState.KEPT).first()
    if card is None:
        raise NotFound("There is no such card of yours: choose another one.")
    return card


def _let_go(card: SavedCard) -> None:
    card.leave()
    card.name_cause(publish(SavedCardRemoved(card_id=card.id, customer_id=card.customer_id)))
    card.save(update_fields=["state", "due_at", "story"])
