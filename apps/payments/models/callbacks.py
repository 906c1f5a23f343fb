from typing import ClassVar

from shop.kernel.models import Callback


class GatewayCallback(Callback):
    """A message of a gateway, kept until it is understood."""

    task: ClassVar[str] = "payments.understand_callback"

    class Meta(Callback.Meta):
        abstract = False
