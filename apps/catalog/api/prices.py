"""What things cost over time."""

from datetime import datetime
from decimal import Decimal

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from apps.catalog.api.shelves import PublicView
from apps.catalog.queries import PricePeriod, ShownProductPage, listing_with_sku, price_history
from apps.catalog.rules.listings.typing import plain_text
from shop.kernel.api.bodies import Answer, json_answer, parameters_of, read_question
from shop.kernel.api.pages import PageQuestion, Place, cursor_at, place_at


class PricePeriodAnswer(Answer):
    """A price, and from when to when it counted; `ends` is null of the one that counts now.

    `lowest_price_30_days` is the lowest of the 30 days before it began, null if none is known: of
    a reduction, the price that it is measured by.
    """

    price: Decimal
    is_planned: bool
    starts: datetime
    ends: datetime | None
    lowest_price_30_days: Decimal | None


class PriceHistoryAnswer(Answer):
    """Prices of a SKU, the latest first, and the cursor of the next page, null on the last one."""

    sku: str
    currency: str
    items: list[PricePeriodAnswer]
    next: str | None


class PriceHistoryView(PublicView):
    """What a SKU cost, and when."""

    @extend_schema(
        operation_id="price_history",
        parameters=parameters_of(PageQuestion),
        responses={
            200: PriceHistoryAnswer,
            404: OpenApiResponse(description="This SKU is not for sale."),
        },
    )
    def get(self, request: Request, sku: str) -> HttpResponse:
        """Every price that it had while it was for sale, the latest first, page by page."""
        asked, sku = read_question(request, PageQuestion), plain_text(sku)
        page = listing_with_sku(sku)
        if page is None:
            raise Http404
        return json_answer(_history(sku, page, asked))


def _history(sku: str, page: ShownProductPage, asked: PageQuestion) -> PriceHistoryAnswer:
    place, currency = place_at(asked.cursor), page.listing.price_from.currency
    before = place.at if place else None
    found = price_history(sku, currency=currency, before=before, at_most=asked.limit + 1)
    shown, more = found[: asked.limit], len(found) > asked.limit
    last = Place(shown[-1].starts, page.listing.product_id) if more else None
    return PriceHistoryAnswer(
        sku=sku,
        currency=currency,
        items=[_shown(period) for period in shown],
        next=cursor_at(last),
    )


def _shown(period: PricePeriod) -> PricePeriodAnswer:
    lowest = period.lowest_before
    return PricePeriodAnswer(
        price=period.price.amount,
        is_planned=period.is_planned,
        starts=period.starts,
        ends=period.ends,
        lowest_price_30_days=lowest.amount if lowest else None,
    )
