"""A next version of an event, for tests of those who still meet the version before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from shop.events import upcasting
from shop.events.base import Event
from shop.events.registry import event_types


@contextmanager
def next_version(
    event_type: type[Event], upcaster: Callable[[upcasting.Payload], upcasting.Payload]
) -> Iterator[str]:
    """Within the block the class is one version further; gives the name of the type before."""
    old_type = event_type.type_name()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upcasting, "_upcasters", dict(upcasting._upcasters))
        upcasting.upcasts(old_type)(upcaster)
        patch.setattr(event_type, "version", event_type.version + 1)
        event_types.cache_clear()
        yield old_type
    event_types.cache_clear()
