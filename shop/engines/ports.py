import socket
from collections.abc import Iterable

from shop.engines.errors import EngineError

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def first_free(ports: Iterable[int]) -> int:
    """Return the first port that a server could take; raise EngineError if there is none."""
    for port in ports:
        if is_free(port):
            return port
    raise EngineError(
        f"None of the ports set aside for this engine is free on {HOST}. "
        "End programs that listen there (`ss -ltnp` lists them) and start again."
    )
