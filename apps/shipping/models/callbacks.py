from typing import ClassVar

from shop.kernel.models import Callback


class CourierCallback(Callback):
    """A message of a courier, kept until it is understood."""

    task: ClassVar[str] = "shipping.understand_callback"

    class Meta(Callback.Meta):
        abstract = False
