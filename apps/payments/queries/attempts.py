from uuid import UUID

from django.db.models import Q

from apps.payments.models import PaymentAttempt
from apps.payments.rules import Charge


def attempt_of_charge(charge: Charge) -> UUID | None:
    """The id of the attempt that asked for the charge, or None if none of ours did."""
    try:
        attempt_id = UUID(charge.reference)
    except ValueError:
        return None
    is_its_charge = Q(gateway_id="") | Q(gateway_id=charge.id)
    attempts = PaymentAttempt.objects.filter(is_its_charge, pk=attempt_id)
    return attempts.values_list("pk", flat=True).first()
