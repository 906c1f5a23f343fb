import socket
from dataclasses import asdict

import pytest

from shop.operations.running.addresses import chosen_addresses
from shop.operations.running.errors import CannotRun


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch):
    for variable in ("PORT", "LIVE_PORT", "SANDBOX_PORT"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_another_port_is_taken_for_what_nobody_configured():
    with chosen_addresses() as first:
        pass

    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", first.web))
        listener.listen()
        with chosen_addresses() as second:
            pass

    assert second.web != first.web
    assert len(set(asdict(second).values())) == 5


def test_two_runners_that_choose_before_anybody_listens_share_no_port():
    with chosen_addresses() as first, chosen_addresses() as second:
        chosen = [*asdict(first).values(), *asdict(second).values()]

    assert len(set(chosen)) == 10


def test_a_configured_port_of_a_runner_that_does_not_listen_yet_is_taken(monkeypatch):
    monkeypatch.setenv("PORT", "28766")

    with (
        chosen_addresses(),
        pytest.raises(CannotRun, match="Port 28766, which PORT names, is taken"),
        chosen_addresses(),
    ):
        pass

    with chosen_addresses() as later:
        assert later.web == 28766


def test_a_configured_port_is_used(monkeypatch):
    monkeypatch.setenv("PORT", "28765")

    with chosen_addresses() as addresses:
        assert addresses.shop == "http://127.0.0.1:28765"


def test_a_configured_port_that_is_taken_is_refused_with_advice(monkeypatch, taken_port):
    monkeypatch.setenv("LIVE_PORT", str(taken_port))

    with pytest.raises(CannotRun, match=f"Port {taken_port}, which LIVE_PORT names, is taken"):
        chosen_addresses().__enter__()


@pytest.mark.parametrize("nonsense", ["eighty", "0", "65536", "-1", "8000.0"])
def test_nonsense_is_no_port(monkeypatch, nonsense):
    monkeypatch.setenv("PORT", nonsense)

    with pytest.raises(CannotRun, match=r"is no port\. Give a number from 1 to 65535"):
        chosen_addresses().__enter__()
