"""A firm with a real HTTP server that behaves as a test wants it to, one behaviour a request."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from shop.kernel.outside import OutsideFirm, TimeBudget

Behaviour = Callable[["Conversation"], None]
QUICK = TimeBudget(connect=5, read=5, total=30)


class Firm(socketserver.ThreadingTCPServer):
    """`behaviour` may be changed at any time; `asked` counts the questions that came."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, behaviour: Behaviour, port: int) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.behaviour = behaviour
        self.asked: list[str] = []
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return self.socket.getsockname()[1]

    def known_as(self, name: str, budget: TimeBudget = QUICK) -> OutsideFirm:
        return OutsideFirm(name, f"http://127.0.0.1:{self.port}", "s3", budget)


class Conversation(socketserver.StreamRequestHandler):
    server: Firm

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline().decode())
        while self.rfile.readline().strip():
            pass
        # The shop hangs up, as it should.
        with suppress(OSError):
            self.server.behaviour(self)

    def say(self, text: bytes) -> None:
        self.wfile.write(text)
        self.wfile.flush()

    def pause(self, seconds: float) -> bool:
        """Waits so long; whether the firm is still open then."""
        return not self.server.closing.wait(seconds)


def answers(status: str = "200 OK", body: bytes = b'{"n": 1}') -> Behaviour:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return lambda conversation: conversation.say(head.encode() + body)


def hangs(conversation: Conversation) -> None:
    """Takes the question and says nothing, for as long as the test runs."""
    conversation.server.closing.wait()


def drips_its_answer(conversation: Conversation) -> None:
    conversation.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while conversation.pause(0.02):
        conversation.say(b" ")


def drips_its_headers(conversation: Conversation) -> None:
    conversation.say(b"HTTP/1.1 200 OK\r\nX-Patience: ")
    while conversation.pause(0.02):
        conversation.say(b"a")


def never_stops_talking(conversation: Conversation) -> None:
    conversation.say(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while conversation.pause(0):
        conversation.say(b" " * 65536)


@contextmanager
def firm_that(behaviour: Behaviour, *, port: int = 0) -> Iterator[Firm]:
    with Firm(behaviour, port) as firm:
        thread = threading.Thread(target=firm.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield firm
        finally:
            firm.closing.set()
            firm.shutdown()
            thread.join()
