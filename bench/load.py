"""python -m bench.load: asks a server what the plan on stdin says, and tells how long it took.

A process of its own, so that its CPU is nobody else's. Each client is a thread with one connection
that it keeps.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from http.client import HTTPConnection

import msgspec


class Asked(msgspec.Struct):
    """One POST request, and those that follow it: all of them together are one success."""

    path: str
    headers: dict[str, str]
    body: str
    then: list["Asked"] = []

    @property
    def steps(self) -> list["Asked"]:
        return [self, *self.then]


class Plan(msgspec.Struct):
    """All requests, to be shared among so many clients."""

    host: str
    port: int
    clients: int
    requests: list[Asked]


class Outcome(msgspec.Struct):
    """How long the whole plan and every successful request took; other answers are errors.

    `answers` counts them by HTTP status, "none" if there was none; `slowest_ms` is of all of them.
    """

    seconds: float
    latencies_ms: list[float]
    errors: int
    first_error: str = ""
    answers: dict[str, int] = {}
    slowest_ms: float = 0.0


class Client(threading.Thread):
    """Sends its requests one after the other."""

    def __init__(self, plan: Plan, requests: Iterable[Asked]) -> None:
        super().__init__()
        self._connection = HTTPConnection(plan.host, plan.port, timeout=60)
        self._requests = requests
        self.latencies_ms: list[float] = []
        self.errors: list[str] = []
        self.answers: Counter[str] = Counter()
        self.slowest_ms = 0.0

    def run(self) -> None:
        for request in self._requests:
            begun = time.perf_counter()
            error = next(filter(None, map(self._refusal, request.steps)), "")
            took_ms = (time.perf_counter() - begun) * 1000
            self.slowest_ms = max(self.slowest_ms, took_ms)
            if error:
                self.errors.append(error)
            else:
                self.latencies_ms.append(took_ms)

    def _refusal(self, request: Asked) -> str:
        try:
            self._connection.request("POST", request.path, request.body, request.headers)
            response = self._connection.getresponse()
            content = response.read()
        except OSError as error:
            self._connection.close()
            self.answers["none"] += 1
            return repr(error)
        self.answers[str(response.status)] += 1
        return "" if response.status < 300 else f"{response.status} {content.decode()}"


def carried_out(plan: Plan) -> Outcome:
    clients = [Client(plan, plan.requests[n :: plan.clients]) for n in range(plan.clients)]
    begun = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    errors = [error for client in clients for error in client.errors]
    return Outcome(
        seconds=time.perf_counter() - begun,
        latencies_ms=[latency for client in clients for latency in client.latencies_ms],
        errors=len(errors),
        first_error=errors[0] if errors else "",
        answers=sum((client.answers for client in clients), Counter()),
        slowest_ms=max(client.slowest_ms for client in clients),
    )


if __name__ == "__main__":
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)
    sys.stdout.buffer.write(msgspec.json.encode(carried_out(wanted)))
