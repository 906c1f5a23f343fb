"""Gateways forget the cards that their owners took out."""

from uuid import UUID

from celery import shared_task

from apps.payments.gateways import gateway_named
from apps.payments.models import SavedCard
from apps.payments.services import record_forgotten_card
from shop.kernel import jobs


@shared_task(name="payments.forget_card", ignore_result=True)
def forget_card(card_id: str) -> None:
    """Has a card forgotten that its owner took out."""
    jobs.perform(SavedCard, UUID(card_id), _forget_card)


def _forget_card(card: SavedCard) -> None:
    gateway_named(card.gateway).forget(card.token, key=f"{card.id}:forget")
    record_forgotten_card(card_id=card.id, claims=card.claims)
