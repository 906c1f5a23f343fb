"""Money goes back by the gateway that took it."""

from uuid import UUID

from celery import shared_task

from apps.payments.gateways import gateway_named
from apps.payments.models import Refund
from apps.payments.services import record_refund, record_refused_refund
from shop.kernel import jobs
from shop.kernel.outside import Refused


@shared_task(name="payments.refund", ignore_result=True)
def refund(refund_id: str) -> None:
    """Gives one refund's money back."""
    jobs.perform(Refund, UUID(refund_id), _refund)


def _refund(refund: Refund) -> None:
    attempt = refund.attempt
    gateway = gateway_named(attempt.gateway)
    try:
        gateway.refund(attempt.gateway_id, amount=refund.due, key=refund.key)
    except Refused as error:
        record_refused_refund(refund_id=refund.id, claims=refund.claims, refusal=str(error))
        return
    record_refund(refund_id=refund.id, claims=refund.claims)
