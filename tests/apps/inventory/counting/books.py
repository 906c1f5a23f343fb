"""What the books say about the one warehouse that is counted."""

from apps.inventory.models import Cause, Movement, Stock


def on_hand():
    return dict(Stock.objects.values_list("sku", "on_hand"))


def counted_lines():
    lines = Movement.objects.filter(cause=Cause.COUNTED).order_by("id")
    return [(line.sku, line.on_hand, line.reason) for line in lines]
