import signal
import socket

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shop import engines
from tests.shop.engines import observers


@pytest.fixture
def client(empty_folder):
    with redis.Redis.from_url(engines.start_valkey(empty_folder)) as client:
        yield client


def test_it_evicts_nothing_and_writes_nothing_to_disk(client):
    settings = client.config_get("maxmemory-policy", "save", "appendonly")

    assert settings == {"maxmemory-policy": "noeviction", "save": "", "appendonly": "no"}


def test_nobody_enters_without_the_password(client):
    port = client.connection_pool.connection_kwargs["port"]

    with (
        redis.Redis(host="127.0.0.1", port=port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()


def test_a_running_server_is_joined(empty_folder, client):
    client.set("sku", "pearls")

    with redis.Redis.from_url(engines.start_valkey(empty_folder)) as again:
        assert again.get("sku") == b"pearls"


def test_a_killed_server_starts_again(empty_folder):
    engines.start_valkey(empty_folder)
    (killed,) = observers.processes_of(empty_folder)
    observers.kill(killed)

    with redis.Redis.from_url(engines.start_valkey(empty_folder)) as client:
        assert client.ping() is True


def test_a_hanging_server_is_stopped_all_the_same(empty_folder, monkeypatch):
    engines.start_valkey(empty_folder)
    (hanging,) = observers.processes_of(empty_folder)
    monkeypatch.setattr(
        "shop.engines.valkey.Valkey.farewells", ((signal.SIGTERM, 0.2), (signal.SIGKILL, 5.0))
    )
    observers.suspend(hanging)

    engines.stop(empty_folder)

    assert observers.processes_of(empty_folder) == []


def test_another_port_is_taken_when_the_last_one_is_busy(empty_folder):
    first = observers.port_of(engines.start_valkey(empty_folder))
    engines.stop(empty_folder)

    with socket.create_server(("127.0.0.1", first)):
        second = observers.port_of(engines.start_valkey(empty_folder))

    assert second != first


def test_the_address_is_known_only_while_the_server_runs(empty_folder):
    address = engines.start_valkey(empty_folder)
    known = engines.address_of_valkey(empty_folder)
    engines.stop(empty_folder)

    assert known == address
    assert engines.address_of_valkey(empty_folder) is None
