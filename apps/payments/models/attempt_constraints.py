"""What the database refuses of an attempt, whoever writes it."""

from django.db import models

from apps.payments.models.attempt_states import OPEN_STATES, UNDECIDED_STATES, AttemptState
from apps.payments.rules import ActionKind, Method

METHODS = [method.value for method in Method]
ACTION_KINDS = [kind.value for kind in ActionKind]

CONSTRAINTS = [
    models.UniqueConstraint(fields=["payment", "number"], name="attempt_number_once"),
    models.UniqueConstraint(
        fields=["payment"],
        name="attempt_open_once",
        condition=models.Q(state__in=OPEN_STATES),
    ),
    models.CheckConstraint(
        name="attempt_state_known", condition=models.Q(state__in=AttemptState.values)
    ),
    models.CheckConstraint(
        name="attempt_waits_until_decided",
        condition=models.Q(state__in=UNDECIDED_STATES, due_at__isnull=False)
        | (~models.Q(state__in=UNDECIDED_STATES) & models.Q(due_at__isnull=True)),
    ),
    models.CheckConstraint(
        name="attempt_forgets_its_token",
        condition=models.Q(token="") | models.Q(state__in=UNDECIDED_STATES),
    ),
    models.CheckConstraint(
        name="attempt_never_over_promised",
        condition=models.Q(promised_back__gte=0, promised_back__lte=models.F("captured")),
    ),
    models.CheckConstraint(
        name="attempt_keeps_cards_only",
        condition=models.Q(keeps=False) | models.Q(method=Method.CARD.value),
    ),
    models.CheckConstraint(name="attempt_above_zero", condition=models.Q(amount__gt=0)),
    models.CheckConstraint(name="attempt_method_known", condition=models.Q(method__in=METHODS)),
    models.CheckConstraint(
        name="attempt_says_who_has_its_charge",
        condition=models.Q(gateway_id="")
        | (models.Q(method=Method.WALLET.value) ^ ~models.Q(gateway="")),
    ),
    models.CheckConstraint(
        name="attempt_acts_while_needed",
        condition=models.Q(
            state=AttemptState.NEEDS_ACTION,
            action_kind__in=ACTION_KINDS,
            action_expires_at__isnull=False,
        )
        | (~models.Q(state=AttemptState.NEEDS_ACTION) & models.Q(action_kind="")),
    ),
    models.CheckConstraint(
        name="attempt_held_until_some_day",
        condition=~models.Q(state=AttemptState.HELD) | models.Q(held_until__isnull=False),
    ),
    models.CheckConstraint(
        name="attempt_by_wallet_is_at_once",
        condition=~models.Q(method=Method.WALLET.value) | models.Q(state=AttemptState.CAPTURED),
    ),
]
