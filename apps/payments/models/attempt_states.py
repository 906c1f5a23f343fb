from django.db import models

from apps.payments.rules import ChargeStatus


class AttemptState(models.TextChoices):
    """NEEDS_ACTION: the buyer has to approve it first.

    HELD: the bank keeps the amount for us, and it is taken when the goods leave.

    WITHDRAWN: replaced by a newer attempt, or the payment was closed, while the gateway may have
    acted already; the job finds out and undoes it.
    """

    REQUESTED = "requested"
    NEEDS_ACTION = "needs_action"
    PROCESSING = "processing"
    HELD = "held"
    AUTHORISED = "authorised"
    WITHDRAWN = "withdrawn"
    CAPTURED = "captured"
    DECLINED = "declined"
    VOIDED = "voided"


OPEN_STATES = (
    AttemptState.REQUESTED,
    AttemptState.NEEDS_ACTION,
    AttemptState.PROCESSING,
    AttemptState.HELD,
    AttemptState.AUTHORISED,
)
UNDECIDED_STATES = (*OPEN_STATES, AttemptState.WITHDRAWN)
MOVING_FIELDS = (
    "state", "gateway_id", "reason", "token", "return_url", "due_at", "story",
    "action_kind", "action_url", "action_page", "action_expires_at", "held_until",
)  # fmt: skip
"""What changes when an attempt moves from state to state, money apart."""

NO_NEWS = {
    AttemptState.PROCESSING: {ChargeStatus.PROCESSING},
    AttemptState.NEEDS_ACTION: {ChargeStatus.REQUIRES_ACTION},
    AttemptState.HELD: {ChargeStatus.AUTHORISED},
    AttemptState.WITHDRAWN: {ChargeStatus.PROCESSING},
}
"""What a charge may say without being news for an attempt in that state."""
