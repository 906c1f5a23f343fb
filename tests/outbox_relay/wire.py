"""A wire to a real Kafka on which the first records that are sent are damaged."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from confluent_kafka.admin import AdminClient, BrokerMetadata

PRODUCE = 0
SILENT_SECONDS = 1.0
"""A client that has said nothing for so long waits for an answer."""
_FROM_THE_END = 8
"""There stands a byte of a record, so that the checksum is wrong."""


class Wire:
    """Between clients and the only broker; `address` is where it listens.

    The first records are kept back until others follow, or the client waits for an answer; then
    they reach the broker damaged, and it refuses them.
    """

    def __init__(self, broker: BrokerMetadata) -> None:
        self._broker = broker
        self._server = socket.create_server((broker.host, 0))
        self._port = self._server.getsockname()[1]
        self._open: list[socket.socket] = []
        self.address = f"{broker.host}:{self._port}"
        self.is_first_sent = threading.Event()

    def serve(self) -> None:
        """Takes clients until it is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                broker = socket.create_connection((self._broker.host, self._broker.port))
                self._open += [client, broker]
                for carry in (self._carry_requests, self._carry_answers):
                    threading.Thread(target=carry, args=(client, broker), daemon=True).start()

    def close(self) -> None:
        """Ends everything that passes through."""
        for end in (self._server, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _carry_requests(self, client: socket.socket, broker: socket.socket) -> None:
        for frame in _frames(client):
            if _is_produce(frame) and not self.is_first_sent.is_set():
                self.is_first_sent.set()
                behind = _what_follows(client)
                broker.sendall(_damaged(frame) + behind)
            else:
                broker.sendall(frame)

    def _carry_answers(self, client: socket.socket, broker: socket.socket) -> None:
        """The broker names its own address to clients: here it is that of the wire."""
        host = self._broker.host.encode()
        own, told = (host + struct.pack(">i", port) for port in (self._broker.port, self._port))
        for frame in _frames(broker):
            client.sendall(frame.replace(own, told))


@contextmanager
def damaging_wire(brokers: str) -> Iterator[Wire]:
    """The wire to the one broker, for the length of the block."""
    (broker,) = AdminClient({"bootstrap.servers": brokers}).list_topics().brokers.values()
    wire = Wire(broker)
    server = threading.Thread(target=wire.serve, daemon=True)
    server.start()
    with ExitStack() as stack:
        stack.callback(server.join)
        stack.callback(wire.close)
        yield wire


def _frames(end: socket.socket) -> Iterator[bytes]:
    """Requests or answers, each with its length before it, until the other side is gone."""
    with suppress(OSError, EOFError):
        while True:
            head = _exactly(4, end)
            yield head + _exactly(*struct.unpack(">i", head), end)


def _exactly(size: int, end: socket.socket) -> bytes:
    found = b""
    while len(found) < size:
        piece = end.recv(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found


def _is_produce(frame: bytes) -> bool:
    return frame[4:6] == struct.pack(">h", PRODUCE)


def _what_follows(client: socket.socket) -> bytes:
    """The bytes of the next request, or none if the client waits for an answer first."""
    client.settimeout(SILENT_SECONDS)
    try:
        return next(_frames(client), b"")
    finally:
        client.settimeout(None)


def _damaged(frame: bytes) -> bytes:
    place = len(frame) - _FROM_THE_END
    return frame[:place] + bytes([frame[place] ^ 1]) + frame[place + 1 :]
