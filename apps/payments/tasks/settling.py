"""Gateways are asked what they settled."""

from uuid import UUID

from celery import shared_task

from apps.payments.gateways import SettlingGateway, gateway_named, settling_gateways
from apps.payments.models import SettlementFeed
from apps.payments.services import ask_for_settlements, record_statement
from shop.kernel import clock, jobs
from shop.kernel.errors import Unreachable
from shop.kernel.outside import Refused


@shared_task(name="payments.ask_for_settlements", ignore_result=True, expires=3600)
def ask_for_all_settlements() -> None:
    """Started by beat: whoever can tell what was settled is asked for it."""
    ask_for_settlements(settling_gateways())


@shared_task(name="payments.fetch_settlements", ignore_result=True)
def fetch_settlements(feed_id: str) -> None:
    """Keeps what a gateway settled since it was asked last."""
    jobs.perform(SettlementFeed, UUID(feed_id), _fetch)


def _fetch(feed: SettlementFeed) -> None:
    """Some lines a transaction, until there are none: so what is kept is complete until then."""
    gateway, place, complete_until = gateway_named(feed.provider), feed.place, None
    if not isinstance(gateway, SettlingGateway):
        raise Unreachable(f"{feed.provider} cannot be asked what it settled.")
    while complete_until is None:
        asked_at = clock.now()
        try:
            statement = gateway.settled(after=place)
        except Refused as error:
            raise Unreachable(str(error)) from error
        place = statement.place
        complete_until = None if statement.lines else asked_at
        record_statement(
            feed_id=feed.id, claims=feed.claims, statement=statement, complete_until=complete_until
        )
