"""Where a request comes from, as far as budgets per address are concerned."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_ONE_HOUSEHOLD = 64


def caller_address(request: HttpRequest) -> str:
    """The caller's address, of IPv6 the network of one household; empty if there is none to judge.

    Behind a TLS proxy it is the address that the proxy saw. A caller on this machine has none: it
    is the operator, or a proxy that nobody told the shop about, and then it would be everybody's.
    """
    try:
        address = ip_address(_named_address(request))
    except ValueError:
        return ""
    return "" if address.is_loopback else _of_household(address)


def _named_address(request: HttpRequest) -> str:
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return direct
    return request.headers.get("X-Forwarded-For", direct).rpartition(",")[2].strip()


def _of_household(address: IPv4Address | IPv6Address) -> str:
    if address.version == 4:
        return str(address)
    return str(ip_network((address, _ONE_HOUSEHOLD), strict=False))
