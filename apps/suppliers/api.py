"""The door for what suppliers have to say."""

from apps.suppliers.services import keep_callback
from shop.kernel.api.callbacks import SandboxCallbackView


class SupplierCallbackView(SandboxCallbackView):
    """What the sandbox's suppliers have to say about purchase orders."""

    keep = staticmethod(keep_callback)
