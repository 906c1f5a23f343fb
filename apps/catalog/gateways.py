"""Fetches pictures from hosts that nobody vouches for, without being led into our own network."""

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import httpx
from django.conf import settings

from apps.catalog.rules.pictures import MOST_BYTES, UnusablePicture
from shop.kernel.errors import Unreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MOST_REDIRECTS = 5
LONGEST_SECONDS = 20.0
_CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_PASSING = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
# Addresses that carry another one, which may be ours: they count as private altogether.
_CARRIERS = [ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16")]


@dataclass(frozen=True)
class Hop:
    """Where a request really goes: the name was looked up once, and that answer is used."""

    url: httpx.URL
    host: str
    address: Address

    def request(self, client: httpx.Client) -> httpx.Request:
        """To the address itself, so that no second look-up can give another one."""
        port = self.url.port
        return client.build_request(
            "GET",
            self.url.copy_with(host=str(self.address)),
            headers={"Host": self.host if port is None else f"{self.host}:{port}"},
            extensions={"sni_hostname": self.host},
        )


def fetch_picture(address: str) -> bytes:
    """The bytes that lie at the address, at most `MOST_BYTES` of them.

    Redirects are followed, each looked at anew. Raises UnusablePicture if there is none or it may
    not be fetched, Unreachable if the host gave no usable answer: ask again later.
    """
    deadline = time.monotonic() + LONGEST_SECONDS
    url = _understood(address)
    with _client() as client:
        for _ in range(MOST_REDIRECTS + 1):
            with _answered(client, _hop(url)) as answer:
                if not answer.has_redirect_location:
                    return _content(answer, deadline)
                url = _understood(answer.headers["Location"], base=url)
    raise UnusablePicture(f"The address leads on more than {MOST_REDIRECTS} times.")


def _understood(address: str, *, base: httpx.URL | None = None) -> httpx.URL:
    try:
        return base.join(address) if base else httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as failure:
        raise UnusablePicture("The address, or one it leads to, is none.") from failure


def _client() -> httpx.Client:
    headers = {
        "User-Agent": f"Tradewind (+{settings.SHOP_URL})",
        "Accept": "image/*",
        # What is packed could be a thousand times as large when unpacked.
        "Accept-Encoding": "identity",
    }
    timeout = httpx.Timeout(settings.OUTSIDE_TIMEOUT_SECONDS)
    return httpx.Client(headers=headers, timeout=timeout, trust_env=False)


@contextmanager
def _answered(client: httpx.Client, hop: Hop) -> Iterator[httpx.Response]:
    try:
        answer = client.send(hop.request(client), stream=True)
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        raise Unreachable(f"The host did not answer: {type(failure).__name__}.") from failure
    try:
        yield answer
    except httpx.HTTPError as failure:
        raise Unreachable(f"The answer broke off: {type(failure).__name__}.") from failure
    finally:
        answer.close()


def _hop(url: httpx.URL) -> Hop:
    if url.scheme not in _PORTS or not url.host:
        raise UnusablePicture("The address leads to something else than http or https.")
    if url.userinfo:
        raise UnusablePicture("The address has a user name in it: leave that out.")
    addresses = _looked_up(url.host, url.port or _PORTS[url.scheme])
    if not all(_may_be_asked(address, url.port) for address in addresses):
        raise UnusablePicture("The address leads into a private network or to an odd port.")
    return Hop(url=url, host=url.raw_host.decode(), address=addresses[0])


def _looked_up(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise Unreachable("The host's name is not known at the moment.") from failure
    return [_bare(ipaddress.ip_address(str(place[0]).partition("%")[0])) for *_, place in found]


def _bare(address: Address) -> Address:
    """An IPv4 address in IPv6 clothes is what it carries."""
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _may_be_asked(address: Address, port: int | None) -> bool:
    networks = [ipaddress.ip_network(network) for network in settings.IMAGE_NETWORKS]
    if any(address in network for network in networks):
        return True
    is_carrier = any(address in network for network in _CARRIERS)
    is_public = address.is_global and not address.is_multicast and not is_carrier
    return is_public and (port is None or port in _PORTS.values())


def _content(answer: httpx.Response, deadline: float) -> bytes:
    _refuse(answer)
    content = bytearray()
    for chunk in answer.iter_raw(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise UnusablePicture(_TOO_LARGE)
        if time.monotonic() > deadline:
            raise Unreachable(f"The picture took longer than {LONGEST_SECONDS:g} seconds.")
    return bytes(content)


def _refuse(answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_server_error or status in _PASSING:
        raise Unreachable(f"The host answered with status {status}.")
    if status != HTTPStatus.OK:
        raise UnusablePicture(f"The host answered with status {status} instead of a picture.")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not kind.startswith("image/") and kind not in {"", "application/octet-stream"}:
        raise UnusablePicture(f"The host sent {kind[:60]} instead of a picture.")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise UnusablePicture("The host sent the picture packed, though it was asked not to.")
    length = answer.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise UnusablePicture(_TOO_LARGE)


_TOO_LARGE = f"The file has more than {MOST_BYTES // 1024 // 1024} MB: make it smaller."
