"""Messages of gateways: kept first, understood later, believed never without asking."""

from uuid import UUID

from apps.payments.models import MOVING_FIELDS, GatewayCallback
from apps.payments.rules import Charge
from apps.payments.services.locks import locked_attempt
from shop.events.payments import GatewayCalledBack
from shop.kernel.bus import publish
from shop.kernel.callbacks import kept_once
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def keep_callback(*, provider: str, event_id: str, body: str) -> None:
    """Keeps a message as it came; one that was kept before changes nothing."""
    callback = kept_once(GatewayCallback, provider=provider, event_id=event_id, body=body)
    if callback is not None:
        publish(GatewayCalledBack(callback_id=callback.id))


@unit_of_work
def look_again(*, attempt_id: UUID, gateway: str, charge: Charge) -> None:
    """Makes the attempt's job due if its charge at this gateway has news for it.

    A job that is in the middle of asking finds the news itself.
    """
    _, attempt = locked_attempt(attempt_id)
    if attempt.has_news(charge):
        attempt.look_again(charge.id, gateway=gateway)
        attempt.save(update_fields=[*MOVING_FIELDS, "gateway"])
