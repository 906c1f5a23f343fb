import socket
import threading

import httpx

from shop.kernel.metrics import serve_metrics


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_worker_tells_of_the_firms_that_it_calls(settings):
    settings.WORKER_METRICS = f"127.0.0.1:{free_port()}"

    serve_metrics("WORKER_METRICS")

    told = httpx.get(f"http://{settings.WORKER_METRICS}/metrics", trust_env=False).text
    assert "outside_breaker_state" in told
    assert "outside_call_seconds" in told
    assert "outside_calls_withheld" in told


def test_without_an_address_nothing_is_served(settings):
    settings.WORKER_METRICS = ""
    before = threading.active_count()

    serve_metrics("WORKER_METRICS")

    assert threading.active_count() == before


def test_a_taken_address_stops_no_worker(settings, caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.WORKER_METRICS = f"127.0.0.1:{taken.getsockname()[1]}"

        serve_metrics("WORKER_METRICS")

    assert "No metrics at WORKER_METRICS" in caplog.text
