"""Messages of suppliers: kept first, understood later, believed never without asking."""

from apps.suppliers.models import SupplierCallback
from shop.events.suppliers import SupplierCalledBack
from shop.kernel.bus import publish
from shop.kernel.outbox.unit_of_work import unit_of_work


@unit_of_work
def keep_callback(*, provider: str, event_id: str, body: str) -> None:
    """Keeps a message as it came; one that was kept before changes nothing."""
    callback, is_new = SupplierCallback.objects.get_or_create(
        provider=provider, event_id=event_id, defaults={"body": body}
    )
    if is_new:
        publish(SupplierCalledBack(callback_id=callback.id))
