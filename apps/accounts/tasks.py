"""What accounts does when its time has come."""

import logging
from uuid import UUID

from celery import shared_task

from apps.accounts import services
from apps.accounts.models import ErasureRequest
from apps.accounts.services import erase_user, look_again_later
from shop.kernel import jobs
from shop.kernel.errors import DomainError

logger = logging.getLogger(__name__)


@shared_task(name="accounts.erase_user", ignore_result=True)
def erase(request_id: str) -> None:
    """Forgets one person, unless somebody still needs to know who that is."""
    jobs.perform(ErasureRequest, UUID(request_id), _erase)


@shared_task(name="accounts.forget_ended_sessions", ignore_result=True, expires=3600)
def forget_ended_sessions() -> int:
    """Deletes sign-ins that ended long ago; returns how many."""
    return services.forget_ended_sessions()


@shared_task(name="accounts.forget_expired_tokens", ignore_result=True, expires=3600)
def forget_expired_tokens() -> int:
    """Deletes mailed secrets whose time is over; returns how many."""
    return services.forget_expired_tokens()


def _erase(request: ErasureRequest) -> None:
    try:
        erase_user(customer_id=request.user_id)
    except DomainError as refusal:
        logger.info("%s has to wait: %s", request, refusal)
        look_again_later(request_id=request.id, claims=request.claims, reason=refusal.code)
