from django.db import models

from apps.orders.rules import State


class OrderState(models.TextChoices):
    """The states of the table in `rules.states`."""

    PLACED = State.PLACED.value
    PENDING_PAYMENT = State.PENDING_PAYMENT.value
    CONFIRMED = State.CONFIRMED.value
    SHIPPED = State.SHIPPED.value
    DELIVERED = State.DELIVERED.value
    REJECTED = State.REJECTED.value
    CANCELLED = State.CANCELLED.value


class Promise(models.TextChoices):
    """Whether a bank keeps what is missing of an order's money, or did not give it after all.

    What is missing, if anything, its figures say.
    """

    NONE = ""
    GIVEN = "given"
    BROKEN = "broken"
