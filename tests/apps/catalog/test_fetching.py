"""Pictures come from hosts that may be broken, or wish the shop ill."""

import socket

import pytest

from apps.catalog import gateways
from apps.catalog.gateways import MOST_REDIRECTS, fetch_picture
from apps.catalog.rules.pictures import MOST_BYTES, UnusablePicture
from shop.kernel.errors import Unreachable
from tests.apps.catalog.picture_host import picture_host

PRIVATE = [
    "http://127.0.0.1/a.png",
    "http://localhost/a.png",
    "http://0.0.0.0/a.png",
    "http://10.1.2.3/a.png",
    "http://172.16.0.1/a.png",
    "http://192.168.1.1/a.png",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/a.png",
    "http://224.0.0.1/a.png",
    "http://2130706433/a.png",
    "http://0x7f.1/a.png",
    "http://[::1]/a.png",
    "http://[::ffff:127.0.0.1]/a.png",
    "http://[::ffff:10.0.0.1]/a.png",
    "http://[fd00::1]/a.png",
    "http://[fe80::1]/a.png",
    "http://[64:ff9b::7f00:1]/a.png",
    "http://[2002:7f00:1::]/a.png",
]


def test_a_picture_is_fetched(host):
    address = host.shows("/a.png", b"pixels")

    assert fetch_picture(address) == b"pixels"


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_is_fetched_from_a_private_network(address):
    with pytest.raises(UnusablePicture, match="private network"):
        fetch_picture(address)


def test_a_redirect_into_a_private_network_is_not_followed(host, settings):
    with picture_host() as secret:
        inside = secret.shows("/secret", b"keys").replace("127.0.0.1", "127.0.0.2")
        address = host.leads("/a.png", inside)

        with pytest.raises(UnusablePicture, match="private network"):
            fetch_picture(address)

    assert host.asked == ["/a.png"]
    assert secret.asked == []


def test_a_redirect_to_a_public_place_is_followed(host):
    host.shows("/new.png", b"pixels")

    assert fetch_picture(host.leads("/old.png", "/new.png")) == b"pixels"
    assert host.asked == ["/old.png", "/new.png"]


def test_a_circle_of_redirects_ends(host):
    address = host.leads("/a.png", "/a.png")

    with pytest.raises(UnusablePicture, match="leads on more than"):
        fetch_picture(address)

    assert len(host.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/a.png", "gopher://x/"])
def test_only_the_web_is_asked(host, target):
    address = host.leads("/a.png", target)

    with pytest.raises(UnusablePicture, match="something else than http"):
        fetch_picture(address)


def test_a_name_is_looked_up_once_so_it_cannot_change_its_mind(host, monkeypatch):
    """The name resolves to a public address first, and to this machine the second time."""
    public, private = "93.184.216.34", "127.0.0.1"
    answers = [public, private]
    asked = []

    def look_up(name, port, *args, **kwargs):
        asked.append(name)
        address = answers.pop(0) if name == "rebind.example" else name
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []

    def connect(address, *args, **kwargs):
        connected.append(address[0])
        raise OSError("nothing is there")

    monkeypatch.setattr(gateways.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(Unreachable):
        fetch_picture("http://rebind.example/a.png")

    assert asked.count("rebind.example") == 1
    assert connected == [public]


def test_all_addresses_of_a_name_have_to_be_public(monkeypatch):
    def look_up(name, port, **kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(gateways.socket, "getaddrinfo", look_up)

    with pytest.raises(UnusablePicture, match="private network"):
        fetch_picture("https://two-faced.example/a.png")


def test_an_odd_port_of_a_public_host_is_not_asked():
    with pytest.raises(UnusablePicture, match="odd port"):
        fetch_picture("http://93.184.216.34:6379/a.png")


def test_a_file_that_is_announced_too_large_is_not_read(host):
    address = host.shows("/a.png", b"", length=MOST_BYTES + 1)

    with pytest.raises(UnusablePicture, match="more than 15 MB"):
        fetch_picture(address)


def test_a_file_that_does_not_end_is_cut_off(host):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(bytes(1024 * 1024))
        except OSError:
            """The shop has hung up."""

    host.answers["/a.png"] = endless

    with pytest.raises(UnusablePicture, match="more than 15 MB"):
        fetch_picture(f"{host.address}/a.png")


def test_packed_answers_are_refused(host):
    address = host.shows("/a.png", b"x", Content_Encoding="gzip")

    with pytest.raises(UnusablePicture, match="packed"):
        fetch_picture(address)


def test_a_page_is_no_picture(host):
    address = host.shows("/a.png", b"<html>", kind="text/html; charset=utf-8")

    with pytest.raises(UnusablePicture, match="text/html instead of a picture"):
        fetch_picture(address)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_no_is_final(host, status):
    address = host.shows("/a.png", b"", status=status)

    with pytest.raises(UnusablePicture, match=f"status {status}"):
        fetch_picture(address)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_trouble_passes(host, status):
    address = host.shows("/a.png", b"", status=status)

    with pytest.raises(Unreachable, match=f"status {status}"):
        fetch_picture(address)


def test_a_host_that_is_away_may_come_back(host):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    with pytest.raises(Unreachable, match="did not answer"):
        fetch_picture(f"http://127.0.0.1:{port}/a.png")


def test_an_unknown_name_may_be_known_later():
    with pytest.raises(Unreachable, match="not known"):
        fetch_picture("https://no-such-host.invalid/a.png")


@pytest.mark.parametrize("address", ["http://", "https://[::1", "http://user:secret@a.example/a"])
def test_a_broken_address_is_refused(address):
    with pytest.raises(UnusablePicture):
        fetch_picture(address)
