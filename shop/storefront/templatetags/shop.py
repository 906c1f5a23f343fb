"""The filters of the shop's templates."""

from django import template

from shop.storefront import formats
from shop.storefront.countries import country_name

register = template.Library()
register.filter("price", formats.price)
register.filter("moment", formats.moment)
register.filter("clock_time", formats.clock_time)
register.filter("availability", formats.availability)
register.filter("order_state", formats.order_state)
register.filter("country", country_name)
