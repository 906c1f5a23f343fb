"""The doors for what suppliers have to say."""

from apps.suppliers.services import keep_callback
from shop.kernel.api.callbacks import CallbackView


class SupplierCallbackView(CallbackView):
    """What suppliers have to say about purchase orders."""

    kind = "suppliers"
    keep = staticmethod(keep_callback)
