"""Products: found, listed and shown. The same for everybody, so kept for moments."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from apps.catalog import queries
from apps.catalog.api.answers import (
    ProductAnswer,
    ProductPageAnswer,
    facet,
    listed,
    product,
)
from apps.catalog.api.asking import PARAMETERS, search_in, wants_facets
from apps.catalog.api.shelves import MOVED, PublicView
from apps.catalog.api.suggestions import SuggestionsAnswer, suggestion
from apps.catalog.rules.listings import (
    SHELVES,
    ListingSearch,
    MovedTo,
    ShownProductPage,
    product_tag,
)
from shop.kernel.api.bodies import Answer, json_answer
from shop.kernel.cache import Source
from shop.kernel.cache.json import kept_json

_NO_SUCH_CATEGORY = OpenApiResponse(description="There is no such category.")
_NO_SENSE = OpenApiResponse(description="A parameter makes no sense, or the cursor is not ours.")
_NO_SUCH_PRODUCT = OpenApiResponse(description="Nothing of this name is for sale.")
_SUGGESTED_AT_MOST = 8


class ProductsView(PublicView):
    """What is for sale."""

    @extend_schema(
        operation_id="products",
        parameters=PARAMETERS,
        responses={200: ProductPageAnswer, 404: _NO_SUCH_CATEGORY, 422: _NO_SENSE},
    )
    def get(self, request: Request) -> HttpResponse:
        """Products for sale, page by page: searched, filtered, sorted, counted by facets."""
        asked = request.query_params
        wanted, counted = search_in(asked), wants_facets(asked)
        source = Source(
            key=f"products?{asked.urlencode()}", tags=[SHELVES], edition=queries.edition_of_lists
        )
        return kept_json(source, lambda: _page(wanted, counted=counted))


class ProductView(PublicView):
    """One product."""

    @extend_schema(
        operation_id="product",
        responses={200: ProductAnswer, 301: MOVED, 404: _NO_SUCH_PRODUCT},
    )
    def get(self, request: Request, handle: str) -> HttpResponse:
        """The product in all its variants; 404 unless it is for sale."""
        source = Source(
            key=f"product/{handle}",
            tags=[product_tag(handle)],
            edition=lambda: queries.edition_of(handle),
        )
        return kept_json(source, lambda: _product(handle))


class SuggestionsView(PublicView):
    """Help for those who type."""

    @extend_schema(
        operation_id="search_suggestions",
        parameters=[OpenApiParameter("q", str, description="What was typed so far.")],
        responses={200: SuggestionsAnswer},
    )
    def get(self, request: Request) -> HttpResponse:
        """Categories, products and words that begin like the last word of the text."""
        guesses = queries.suggestions(request.query_params.get("q", ""), at_most=_SUGGESTED_AT_MOST)
        return json_answer(SuggestionsAnswer(items=[suggestion(guess) for guess in guesses]))


def _page(wanted: ListingSearch, *, counted: bool) -> Answer:
    if wanted.category and not isinstance(
        queries.shelf_by_handle(wanted.category), queries.ShownShelf
    ):
        raise Http404
    if not counted and not wanted.text:
        found = queries.list_listings(wanted)
        return ProductPageAnswer(
            items=[listed(each) for each in found.items], next=found.next or None
        )
    searched = queries.find_listings(wanted)
    return ProductPageAnswer(
        items=[listed(each) for each in searched.items],
        next=searched.next or None,
        total=searched.total,
        corrected=searched.corrected or None,
        facets=[facet(each) for each in searched.facets] if counted else None,
    )


def _product(handle: str) -> Answer | HttpResponse:
    match queries.listing_by_handle(handle):
        case ShownProductPage() as found:
            return product(found)
        case MovedTo(handle=current):
            return HttpResponsePermanentRedirect(reverse("product", args=[current]))
    raise Http404
