"""Attempts that nobody wants any more."""

from apps.payments.models import MOVING_FIELDS, OPEN_STATES, Payment


def withdraw_open_attempts(payment: Payment, *, reason: str) -> None:
    """Inside a unit of work that has locked the payment."""
    for attempt in payment.attempts.select_for_update().filter(state__in=OPEN_STATES):
        attempt.withdraw(reason)
        attempt.save(update_fields=MOVING_FIELDS)
