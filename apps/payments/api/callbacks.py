"""The doors for the callbacks of gateways."""

from apps.payments.services import keep_callback
from shop.kernel.api.callbacks import CallbackView


class GatewayCallbackView(CallbackView):
    """What gateways have to say about charges."""

    kind = "payments"
    keep = staticmethod(keep_callback)
