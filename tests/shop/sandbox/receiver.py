"""The shop's side of callbacks: a real HTTP server that remembers what it was told."""

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 30  # seconds before a test that would hang forever fails instead


@dataclass(frozen=True, kw_only=True)
class Received:
    """One callback as it came over the wire."""

    raw: bytes
    signature: str

    @property
    def body(self) -> dict[str, object]:
        return json.loads(self.raw)


class Receiver:
    """Answers with `status`, which a test may change, and queues what came."""

    def __init__(self) -> None:
        self.status = 204
        self.port = 0
        self._arrivals: queue.Queue[Received] = queue.Queue()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/callbacks"

    def take(self, count: int = 1) -> list[Received]:
        """The next callbacks, as soon as so many are there."""
        return [self._arrivals.get(timeout=PATIENCE) for _ in range(count)]

    def take_until(self, event_type: str) -> list[Received]:
        """The next callbacks up to the first of this type."""
        taken = self.take()
        while taken[-1].body["type"] != event_type:
            taken += self.take()
        return taken

    def keep(self, received: Received) -> None:
        self._arrivals.put(received)


@contextmanager
def receiving(*, port: int = 0) -> Iterator[Receiver]:
    """A receiver on a free port, or on the given one."""
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler_for(receiver))
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler_for(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            raw = self.rfile.read(length)
            if len(raw) < length:
                # Whoever was telling it was killed.
                return
            receiver.keep(Received(raw=raw, signature=self.headers["Sandbox-Signature"]))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
