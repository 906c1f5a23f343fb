"""The caller's wallet over HTTP."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.payments.models import WalletEntry
from apps.payments.queries import entries_of, wallets_of
from shop.kernel.api.authentication import caller_id
from shop.kernel.api.bodies import Answer, json_answer, parameters_of, read_question
from shop.kernel.api.pages import PageQuestion, page_after
from shop.kernel.money import rounded


class WalletBalance(Answer):
    amount: Decimal
    currency: str


class WalletEntryAnswer(Answer):
    """`amount` came in, or went out if it is below zero; `balance` is what there was then.

    `reason` is one of goodwill, promotion, correction, payout, payment, refund; only the last two
    have an order.
    """

    id: UUID
    at: datetime
    reason: str
    amount: Decimal
    currency: str
    balance: Decimal
    order_id: UUID | None


class WalletAnswer(Answer):
    """The balances, some entries, and the cursor of the next ones, null on the last page."""

    balances: list[WalletBalance]
    items: list[WalletEntryAnswer]
    next: str | None


class WalletView(APIView):
    """What the caller has with the shop, and how it came and went, newest first."""

    @extend_schema(
        operation_id="wallet",
        parameters=parameters_of(PageQuestion),
        responses={
            200: WalletAnswer,
            401: OpenApiResponse(description="No valid access token."),
            422: OpenApiResponse(description="The cursor does not belong to this list."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        customer_id = caller_id(request)
        page = page_after(
            read_question(request, PageQuestion), entries_of(customer_id), _shown, order_by="at"
        )
        balances = [
            WalletBalance(amount=held.amount, currency=held.currency)
            for held in wallets_of(customer_id)
        ]
        return json_answer(WalletAnswer(balances=balances, items=page.items, next=page.next))


def _shown(entry: WalletEntry) -> WalletEntryAnswer:
    cause = entry.transfer.attempt or entry.transfer.refund
    return WalletEntryAnswer(
        id=entry.id,
        at=entry.at,
        reason=str(entry.transfer.reason),
        amount=rounded(entry.amount, entry.currency),
        currency=entry.currency,
        balance=rounded(entry.balance or Decimal(0), entry.currency),
        order_id=cause.payment.order_id if cause else None,
    )
