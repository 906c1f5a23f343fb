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
    NO_UNITS,
    MovedTo,
    ShownAttribute,
    ShownChoice,
    ShownCrumb,
    ShownListing,
    ShownOccasion,
    ShownPicture,
    ShownProductPage,
    ShownShelf,
    ShownSize,
    StockedUnits,
)

__all__ = [
    "NO_UNITS",
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
    "ShownOccasion",
    "ShownPicture",
    "ShownProductPage",
    "ShownShelf",
    "ShownSize",
    "Sort",
    "StockedUnits",
    "Suggestion",
    "SuggestionKind",
    "product_tag",
]
