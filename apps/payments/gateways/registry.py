"""Which gateways the shop has, and in which order they are asked."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from apps.payments.gateways.interface import PaymentGateway, SettlingGateway
from apps.payments.rules import Instrument
from shop.kernel.errors import Unreachable


def gateway_named(name: str) -> PaymentGateway:
    """Raises Unreachable for one that the settings do not name (any more)."""
    adapter = settings.PAYMENT_GATEWAYS.get(name)
    if adapter is None:
        raise Unreachable(f'PAYMENT_GATEWAYS names no "{name}": put it back until all is settled.')
    gateway: PaymentGateway = import_string(adapter)()
    return gateway


def settling_gateways() -> Sequence[str]:
    """Who can be asked for what was settled."""
    names = list(settings.PAYMENT_GATEWAYS)
    return [name for name in names if isinstance(gateway_named(name), SettlingGateway)]


def gateways_for(instrument: Instrument, *, beginning: str = "") -> Sequence[str]:
    """Who may be asked, one after the other; `beginning` with this one if it is named.

    What no gateway takes is put to the first one, which says no.
    """
    names = list(settings.PAYMENT_GATEWAYS)
    if beginning:
        return [beginning, *gateways_after(beginning, instrument)]
    return _takers(names, instrument) or names[:1]


def gateways_after(name: str, instrument: Instrument) -> Sequence[str]:
    """Who may be asked instead of this one."""
    names = list(settings.PAYMENT_GATEWAYS)
    return _takers(names[names.index(name) + 1 :] if name in names else [], instrument)


def _takers(names: Sequence[str], instrument: Instrument) -> Sequence[str]:
    return [name for name in names if gateway_named(name).takes(instrument)]
