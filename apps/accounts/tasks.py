"""What accounts does when its time has come."""

import logging
from uuid import UUID

from celery import shared_task

from apps.accounts.models import ErasureRequest
from apps.accounts.services import erase_user, look_again_later
from shop.kernel import jobs
from shop.kernel.errors import DomainError

logger = logging.getLogger(__name__)


@shared_task(name="accounts.erase_user", ignore_result=True)
def erase(request_id: str) -> None:
    """Forgets one person, unless somebody still needs to know who that is."""
    jobs.perform(ErasureRequest, UUID(request_id), _erase)


def _erase(request: ErasureRequest) -> None:
    try:
        erase_user(customer_id=request.user_id)
    except DomainError as refusal:
        logger.info("%s has to wait: %s", request, refusal)
        look_again_later(request_id=request.id, claims=request.claims)
