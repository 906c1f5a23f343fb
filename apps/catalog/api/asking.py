"""Reads what a request asks the list of products for."""

from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from apps.catalog.rules.listings import ListingSearch, Sort
from shop.kernel.errors import InvalidInput

FACET = "f."
PAGE_SIZE = 20

PARAMETERS = [
    OpenApiParameter("q", str, description="Words to look for; misspelt ones are corrected."),
    OpenApiParameter("category", str, description="A handle; categories below it belong to it."),
    OpenApiParameter("collection", str, description="A handle."),
    OpenApiParameter("price_from", OpenApiTypes.DECIMAL, description="Costs so much or more."),
    OpenApiParameter("price_to", OpenApiTypes.DECIMAL, description="Costs so much or less."),
    OpenApiParameter("available", str, enum=["yes"], description="Leave out what is sold out."),
    OpenApiParameter("sort", str, enum=[*Sort], description="Without words, newest first."),
    OpenApiParameter("facets", str, enum=["yes"], description="Count, and offer filters."),
    OpenApiParameter(
        "f.brand",
        str,
        description="A filter: `f.` and the name of any facet; sent again for an alternative.",
        examples=[OpenApiExample("One brand", value="Paper & Lark")],
    ),
    OpenApiParameter("cursor", str, description="`next` of the page before."),
]


def search_in(asked: QueryDict) -> ListingSearch:
    """What the query asks for. Raises InvalidInput naming the parameter that makes no sense."""
    return ListingSearch(
        text=asked.get("q", ""),
        category=asked.get("category", ""),
        collection=asked.get("collection", ""),
        chosen={
            name.removeprefix(FACET): frozenset(filter(None, values))
            for name, values in asked.lists()
            if name.startswith(FACET)
        },
        price_from=_amount(asked, "price_from"),
        price_to=_amount(asked, "price_to"),
        only_available=_flag(asked, "available"),
        sort=_sort(asked.get("sort", Sort.RELEVANCE)),
        size=PAGE_SIZE,
        after=asked.get("cursor", ""),
    )


def wants_facets(asked: QueryDict) -> bool:
    return _flag(asked, "facets")


def _flag(asked: QueryDict, name: str) -> bool:
    if name in asked and asked[name] != "yes":
        raise InvalidInput(f"{name} is yes, or not there.")
    return name in asked


def _sort(text: str) -> Sort:
    if text not in set(Sort):
        raise InvalidInput(f"sort is one of {', '.join(Sort)}.")
    return Sort(text)


def _amount(asked: QueryDict, name: str) -> Decimal | None:
    try:
        amount = Decimal(str(asked[name])) if name in asked else None
    except InvalidOperation as error:
        raise InvalidInput(f"{name} is an amount like 12.50.") from error
    if amount is not None and not (amount.is_finite() and 0 <= amount < 10**9):
        raise InvalidInput(f"{name} is an amount like 12.50.")
    return amount
