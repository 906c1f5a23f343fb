"""What is for sale, as lists and pages show it, and what may be asked of it. Plain values."""

from apps.catalog.rules.listings.asking import ListingSearch, Sort
from apps.catalog.rules.listings.editions import SHELVES, product_tag
from apps.catalog.rules.listings.finding import (
    Facet,
    FacetValue,
    FoundListings,
    Suggestion,
    SuggestionKind,
)
from apps.catalog.rules.listings.showing import (
    MovedTo,
    ShownAttribute,
    ShownChoice,
    ShownCrumb,
    ShownListing,
    ShownPicture,
    ShownProductPage,
    ShownShelf,
    ShownSize,
)

__all__ = [
    "SHELVES",
    "Facet",
    "FacetValue",
    "FoundListings",
    "ListingSearch",
    "MovedTo",
    "ShownAttribute",
    "ShownChoice",
    "ShownCrumb",
    "ShownListing",
    "ShownPicture",
    "ShownProductPage",
    "ShownShelf",
    "ShownSize",
    "Sort",
    "Suggestion",
    "SuggestionKind",
    "product_tag",
]
