"""What the database refuses of an order, whoever writes it."""

from django.db import models
from django.db.models import F, Q

from apps.orders.models.order_states import OrderState, Promise
from apps.orders.models.taxes import ROUNDINGS

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(name="order_state_known", condition=Q(state__in=OrderState.values)),
    models.CheckConstraint(
        name="order_tax_within_total",
        condition=Q(tax_total__gte=0, tax_total__lte=F("total")),
    ),
    models.CheckConstraint(
        name="order_shipping_within_total",
        condition=Q(
            shipping_tax__gte=0,
            shipping_tax__lte=F("shipping_total"),
            shipping_total__lte=F("total"),
        ),
    ),
    models.CheckConstraint(
        name="order_discounts_not_negative",
        condition=Q(discount_total__gte=0, shipping_discount__gte=0),
    ),
    models.CheckConstraint(
        name="order_tax_rounding_known", condition=Q(tax_rounding__in=ROUNDINGS)
    ),
    models.CheckConstraint(name="order_promise_known", condition=Q(promise__in=Promise.values)),
    models.CheckConstraint(
        name="order_refund_within_captured",
        condition=Q(refunded__gte=0, refunded__lte=F("captured")),
    ),
    models.CheckConstraint(
        name="order_credited_within_total",
        condition=Q(credited__gte=0, credited__lte=F("total")),
    ),
    models.CheckConstraint(
        name="order_cancelled_for_a_reason",
        condition=Q(state=OrderState.CANCELLED) ^ Q(cancel_reason=""),
    ),
]
