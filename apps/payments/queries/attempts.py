from uuid import UUID

from django.db.models import Q

from apps.payments.models import PaymentAttempt
from apps.payments.rules import Charge, Method


def attempt_of_charge(charge: Charge, *, gateway: str) -> UUID | None:
    """The id of the attempt that asked this gateway for the charge, or None if none of ours did.

    What an attempt says that was never put to a gateway counts less than the gateway's books.
    """
    try:
        attempt_id = UUID(charge.reference)
    except ValueError:
        return None
    is_its_charge = Q(gateway_id="") | Q(gateway_id=charge.id)
    is_there = Q(gateway=gateway) | Q(gateway="") & ~Q(method=Method.WALLET)
    attempts = PaymentAttempt.objects.filter(is_its_charge, is_there, pk=attempt_id)
    return attempts.values_list("pk", flat=True).first()
