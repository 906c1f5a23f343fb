"""The caller's saved cards over HTTP."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.payments.queries import cards_of
from apps.payments.services import remove_card
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import Answer, empty_answer, json_answer
from shop.kernel.api.idempotency import answered_once

_UNSIGNED = OpenApiResponse(description="No valid access token.")


class CardAnswer(Answer):
    """A card by which its owner knows it; `id` pays with it, as `saved_card` of an attempt."""

    id: UUID
    brand: str
    last4: str
    created_at: datetime


class CardsAnswer(Answer):
    """Newest first."""

    cards: list[CardAnswer]


class CardsView(APIView):
    """Cards that the caller asked to keep for the next time."""

    @extend_schema(operation_id="saved_cards", responses={200: CardsAnswer, 401: _UNSIGNED})
    def get(self, request: Request) -> HttpResponse:
        cards = [CardAnswer(**asdict(card)) for card in cards_of(caller_id(request))]
        return json_answer(CardsAnswer(cards=cards))


class CardView(APIView):
    """One of the caller's saved cards."""

    @extend_schema(
        operation_id="remove_saved_card",
        responses={
            204: None,
            401: _UNSIGNED,
            404: OpenApiResponse(description="There is no such card of the caller's."),
        },
    )
    def delete(self, request: Request, card_id: UUID) -> HttpResponse:
        """Forgets it here, and soon at the gateway."""
        customer_id = caller_id(request)

        def remove() -> HttpResponse:
            remove_card(customer_id=customer_id, card_id=card_id)
            return empty_answer(status=204)

        return answered_once(request, caller=f"customer:{customer_id}", answer=remove)
