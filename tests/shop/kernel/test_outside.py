"""A firm's answers over real HTTP: yes, no, and neither."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shop.kernel.errors import Unreachable
from shop.kernel.outside import OutsideFirm, Refused


@contextmanager
def firm_that_answers(status: int, body: bytes = b"{}") -> Iterator[tuple[OutsideFirm, list[str]]]:
    """The firm, and a list of what it was asked with which key."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard.append(f"{self.command} {self.path} {self.headers['Idempotency-Key']}")
            heard.append(self.headers["Authorization"])
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield OutsideFirm("The firm", f"http://127.0.0.1:{server.server_port}", "s3"), heard
        finally:
            server.shutdown()
            thread.join()


def post(firm: OutsideFirm) -> object:
    return firm.post("/move", {"amount": "1.00"}, dict[str, int], key="row:move")


def test_a_yes_is_read_as_the_wanted_type():
    with firm_that_answers(200, b'{"n": 1}') as (firm, heard):
        answer = post(firm)

    assert answer == {"n": 1}
    assert heard == ["POST /move row:move", "Bearer s3"]


@pytest.mark.parametrize("status", [400, 404, 409, 410, 422])
def test_a_no_is_a_refusal_that_says_its_status(status):
    with firm_that_answers(status) as (firm, _), pytest.raises(Refused) as refusal:
        post(firm)

    assert refusal.value.status == status


@pytest.mark.parametrize("status", [301, 401, 403, 405, 429, 500, 502, 503])
def test_everything_else_may_be_different_next_time(status):
    with firm_that_answers(status) as (firm, _), pytest.raises(Unreachable, match=str(status)):
        post(firm)


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"", b'{"n": "x"}', b"\xff"])
def test_an_answer_that_cannot_be_read_is_none(body):
    with firm_that_answers(200, body) as (firm, _), pytest.raises(Unreachable, match="read"):
        post(firm)


@pytest.mark.parametrize(
    ("status", "outcome"), [(422, Refused), (400, Refused), (404, Unreachable), (409, Unreachable)]
)
def test_something_new_is_refused_only_for_what_was_asked(status, outcome):
    with firm_that_answers(status) as (firm, _), pytest.raises(outcome):
        firm.create("/things", {}, dict[str, int], key="row:create")


def test_nobody_there_is_no_answer():
    firm = OutsideFirm("The firm", "http://127.0.0.1:9", "s3")

    with pytest.raises(Unreachable, match="The firm did not answer: ConnectError"):
        firm.get("/thing", dict[str, int])


def test_the_secret_is_never_printed():
    assert "s3" not in repr(OutsideFirm("The firm", "http://127.0.0.1:9", "s3"))
