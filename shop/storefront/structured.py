"""What pages tell programs: structured data in the words of schema.org."""

import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.queries import ShownChoice, ShownListing, ShownProductPage
from shop.storefront import links
from shop.storefront.absolute import absolute
from shop.storefront.descriptions import in_words
from shop.storefront.pictures import pictures_of

_MOST_OFFERS = 20
_MOST_PICTURES = 5
_LONGEST_DESCRIPTION = 500
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

Data = Mapping[str, Any]


def as_script(data: Data) -> SafeString:
    """The data as a script element, which no browser runs."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>'
    return mark_safe(script)  # noqa: S308 - nothing in it can end the element


def product_data(page: ShownProductPage) -> Data:
    """The product with what it costs, and whether it is there."""
    listing = page.listing
    address = product_address(listing)
    return {
        "@type": "Product",
        "name": listing.title,
        "url": address,
        "image": [absolute(each.address) for each in pictures_of(page)[:_MOST_PICTURES]],
        "description": in_words(page.description, at_most=_LONGEST_DESCRIPTION),
        **({"brand": {"@type": "Brand", "name": listing.brand}} if listing.brand else {}),
        "offers": _offers(page, address),
    }


def breadcrumbs(listing: ShownListing) -> Data:
    """The way from the front page to the product."""
    way = [("Tradewind", reverse("storefront:home"))]
    way += [(crumb.title, links.category_address(crumb.handle)) for crumb in listing.category]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": title,
                "item": absolute(path),
            }
            for place, (title, path) in enumerate(way, start=1)
        ],
    }


def _offers(page: ShownProductPage, address: str) -> Data:
    offers = [_offer(choice, address) for choice in page.choices[:_MOST_OFFERS]]
    if len(page.choices) == 1:
        return offers[0]
    return {
        "@type": "AggregateOffer",
        "lowPrice": str(page.listing.price_from.amount),
        "highPrice": str(page.listing.price_to.amount),
        "priceCurrency": page.listing.price_from.currency,
        "offerCount": len(page.choices),
        "offers": offers,
    }


def _offer(choice: ShownChoice, address: str) -> Data:
    return {
        "@type": "Offer",
        "sku": choice.sku,
        "name": choice.title,
        "url": address,
        "price": str(choice.price.amount),
        "priceCurrency": choice.price.currency,
        "availability": f"https://schema.org/{_availability(choice)}",
    }


def _availability(choice: ShownChoice) -> str:
    return "InStock" if choice.available else _WHEN_SOLD_OUT[choice.stock.when_sold_out]


_WHEN_SOLD_OUT = {"deny": "OutOfStock", "backorder": "BackOrder", "preorder": "PreOrder"}


def product_address(listing: ShownListing) -> str:
    """The one address of the product, whichever variant is shown."""
    return absolute(links.product_address(listing.handle))
