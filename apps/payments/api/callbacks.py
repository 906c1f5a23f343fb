"""The door for the gateway's callbacks."""

from apps.payments.services import keep_callback
from shop.kernel.api.callbacks import SandboxCallbackView


class GatewayCallbackView(SandboxCallbackView):
    """What the sandbox gateway has to say about charges."""

    keep = staticmethod(keep_callback)
