"""Messages of suppliers: kept first, understood later, believed never without asking."""

from apps.suppliers.models import SupplierCallback
from shop.events.suppliers import SupplierCalledBack
from shop.kernel.bus import publish
from shop.kernel.callbacks import kept_once
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def keep_callback(*, provider: str, event_id: str, body: str) -> None:
    """Keeps a message as it came; one that was kept before changes nothing."""
    callback = kept_once(SupplierCallback, provider=provider, event_id=event_id, body=body)
    if callback is not None:
        publish(SupplierCalledBack(callback_id=callback.id))
