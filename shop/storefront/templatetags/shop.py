"""The filters and tags of the shop's templates."""

from functools import cache, lru_cache
from typing import Any, cast

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.queries import Facet, ShownPicture, category_tree, edition_of_lists
from apps.orders.queries import ShownLine
from shop.kernel.countries import country_name
from shop.kernel.identity import new_id
from shop.storefront import formats, links
from shop.storefront.pictures import picture_of
from shop.storefront.shared import Nobody, mark_of
from shop.storefront.structured import as_script

_MENUS_REMEMBERED = 100
_BOX = (
    '<label class="check"><input id="{}-{}" type="checkbox" name="f.{}" value="{}"{}>'
    ' <span>{}</span> <span class="check__count">{}</span></label>'
)
_CHECKED = {True: mark_safe(" checked"), False: ""}

register = template.Library()
register.filter("price", formats.price)
register.filter("moment", formats.moment)
register.filter("clock_time", formats.clock_time)
register.filter("day", formats.day)
register.filter("at_venue", formats.at_venue)
register.filter("hour_at_venue", formats.hour_at_venue)
register.filter("zone_words", formats.zone_words)
register.filter("availability", formats.availability)
register.filter("order_state", formats.order_state)
register.filter("doer", formats.doer)
register.filter("country", country_name)
register.filter("as_script", as_script)
register.filter("category_address", links.category_address)
register.filter("product_address", links.product_address)
register.filter("drawing_address", links.drawing_address)
register.filter("picture", picture_of)


@register.filter
def has_chosen(facet: Facet) -> bool:
    """Whether something is chosen of the facet, so that it must not be folded away."""
    return any(value.is_chosen for value in facet.values)


@register.filter
def awaited(line: ShownLine) -> str:
    """How many units of an order's line are here, and when the others come."""
    return formats.awaited(line.awaited, line.wanted, line.promised_for)


@register.simple_tag
def check_boxes(facet: Facet) -> SafeString:
    """The values of a facet to choose from: too many on a page for the loop of a template."""
    boxes = (
        (facet.name, place, facet.name, value.value, _CHECKED[value.is_chosen], value.label,
         value.count)
        for place, value in enumerate(facet.values, start=1)
    )  # fmt: skip
    return format_html_join("\n    ", _BOX, boxes)


@register.filter
def srcset(picture: ShownPicture, image_format: str) -> str:
    """The addresses of the picture's sizes in one format, with their widths."""
    sizes = (size for size in picture.sizes if image_format in size.addresses)
    return ", ".join(f"{size.addresses[image_format]} {size.width}w" for size in sizes)


@register.simple_tag
@cache
def stylesheets(names: str) -> SafeString:
    """Links to the stylesheets of these components, whose names are parted by spaces."""
    addresses = ((static(f"storefront/css/{name}.css"),) for name in names.split())
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', addresses)


@register.simple_tag(takes_context=True)
def menu(context: Context) -> SafeString:
    """The departments, written once for as long as nothing changes; that of the page stands out."""
    return _menu(context.get("edition") or edition_of_lists(), str(context.get("here", "")))


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> SafeString:
    """The hidden field by which a form that arrives twice is known as one."""
    key = mark_of("key") if _is_shared(context) else new_id()
    return format_html('<input type="hidden" name="key" value="{}">', key)


@register.simple_tag(takes_context=True)
def part(context: Context, name: str) -> SafeString:
    """`storefront/parts/<name>.html`, which shows nothing but the visitor, wherever the page is."""
    if _is_shared(context):
        return mark_safe(mark_of(name))  # noqa: S308 - made of nothing but our own words
    visitor = cast(dict[str, Any], context.flatten())
    return render_to_string(f"storefront/parts/{name}.html", visitor)


def _is_shared(context: Context) -> bool:
    return isinstance(context.get("request"), Nobody)


@lru_cache(maxsize=_MENUS_REMEMBERED)
def _menu(edition: str, here: str) -> SafeString:
    shown = {"menu": category_tree(edition), "here": here}
    return render_to_string("storefront/parts/menu.html", shown)
