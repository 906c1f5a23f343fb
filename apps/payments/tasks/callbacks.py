"""Messages of gateways are understood."""

from uuid import UUID

from celery import shared_task

from apps.payments.gateways import UnknownCharge, gateway_named
from apps.payments.models import GatewayCallback
from apps.payments.queries import attempt_of_charge
from apps.payments.services import look_again
from apps.payments.tasks.collecting import collect
from shop.kernel.callbacks import NothingOfOurs, read_callback
from shop.kernel.outside import Refused


@shared_task(name="payments.understand_callback", ignore_result=True)
def understand(callback_id: str) -> None:
    """Finds out what a callback is about and carries its attempt on."""
    read_callback(GatewayCallback, UUID(callback_id), _understand)


def _understand(callback: GatewayCallback) -> None:
    gateway = gateway_named(callback.provider)
    try:
        charge = gateway.fetch(gateway.charge_in(callback.body))
    except (UnknownCharge, Refused) as error:
        raise NothingOfOurs(str(error)) from error
    attempt_id = attempt_of_charge(charge, gateway=callback.provider)
    if attempt_id is None:
        raise NothingOfOurs(f"No attempt asked for charge {charge.id}.")
    look_again(attempt_id=attempt_id, gateway=callback.provider, charge=charge)
    collect(str(attempt_id))
