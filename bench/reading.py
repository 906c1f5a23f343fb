"""python -m bench.reading: asks a server for the addresses on stdin, and tells how long it took.

A process of its own, as bench.load is. Each client is a thread with one connection that it keeps.
"""

import sys
import threading
import time
from collections.abc import Iterable
from http.client import HTTPConnection

import msgspec

from bench.load import Outcome


class Visit(msgspec.Struct):
    """All addresses to be read, shared among so many clients."""

    host: str
    port: int
    clients: int
    paths: list[str]


class Reader(threading.Thread):
    """Reads its addresses one after the other."""

    def __init__(self, visit: Visit, paths: Iterable[str]) -> None:
        super().__init__()
        self._connection = HTTPConnection(visit.host, visit.port, timeout=60)
        self._paths = paths
        self.latencies_ms: list[float] = []
        self.errors: list[str] = []

    def run(self) -> None:
        for path in self._paths:
            begun = time.perf_counter()
            error = self._refusal(path)
            if error:
                self.errors.append(error)
            else:
                self.latencies_ms.append((time.perf_counter() - begun) * 1000)

    def _refusal(self, path: str) -> str:
        try:
            self._connection.request("GET", path)
            response = self._connection.getresponse()
            content = response.read()
        except OSError as error:
            self._connection.close()
            return f"{path}: {error!r}"
        return "" if response.status == 200 else f"{path}: {response.status} {content[:300]!r}"


def visited(visit: Visit) -> Outcome:
    readers = [Reader(visit, visit.paths[n :: visit.clients]) for n in range(visit.clients)]
    begun = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    errors = [error for reader in readers for error in reader.errors]
    return Outcome(
        seconds=time.perf_counter() - begun,
        latencies_ms=[latency for reader in readers for latency in reader.latencies_ms],
        errors=len(errors),
        first_error=errors[0] if errors else "",
    )


if __name__ == "__main__":
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=Visit)
    sys.stdout.buffer.write(msgspec.json.encode(visited(wanted)))
