"""The filters and tags of the shop's templates."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shop.kernel.identity import new_id
from shop.storefront import formats
from shop.storefront.countries import country_name

register = template.Library()
register.filter("price", formats.price)
register.filter("moment", formats.moment)
register.filter("clock_time", formats.clock_time)
register.filter("availability", formats.availability)
register.filter("order_state", formats.order_state)
register.filter("country", country_name)


@register.simple_tag
def stylesheets(names: str) -> SafeString:
    """Links to the stylesheets of these components, whose names are parted by spaces."""
    addresses = ((static(f"storefront/css/{name}.css"),) for name in names.split())
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', addresses)


@register.simple_tag
def form_key() -> SafeString:
    """The hidden field by which a form that arrives twice is known as one."""
    return format_html('<input type="hidden" name="key" value="{}">', new_id())
