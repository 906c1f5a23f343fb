"""python -m bench.seekers: so many people look at a map of seats, pick one, and order it.

What they shall do comes as JSON on stdin, what became of them goes to stdout. A process of its own,
so that its CPU is nobody else's. Each is a thread with one connection. Who comes too late for his
seat looks at the map again; who sees no free seat takes any, and is told that there is none. He
stands in line then. Some never pay what they ordered: their seats go to the first in line, who
order what is held for them.
"""

import json
import random
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from typing import Any

import msgspec

ANY_OF = 10
"""One in so many takes any seat, without a look at the map."""
NOBODY_PAYS = 4
"""One in so many leaves without paying."""
LONGEST_WAIT_SECONDS = 300
PATIENT = 60
"""So many in line wait until everything is sold; the others go home."""


class Search(msgspec.Struct):
    """Where the map is, and the header fields of each who wants a seat."""

    host: str
    port: int
    sku: str
    seekers: list[dict[str, str]]
    payment_token: str
    address: dict[str, str]


class Found(msgspec.Struct):
    """How it ended for all of them: got a seat, or told politely that there is none."""

    seconds: float
    latencies_ms: list[float]
    answers: dict[str, int]
    sold: int
    left: int
    told_so: int
    served: int
    second_looks: int
    errors: list[str]


class Seeker(threading.Thread):
    """One who wants one seat."""

    def __init__(self, search: Search, headers: dict[str, str], *, at: int) -> None:
        super().__init__()
        self._search, self._headers = search, headers
        self._connection = HTTPConnection(search.host, search.port, timeout=120)
        self._choice = random.Random(at)  # noqa: S311 - the same crowd every time
        self._takes_any = at % ANY_OF == 0
        self.pays = at % NOBODY_PAYS > 0
        self.answers: Counter[str] = Counter()
        self.latencies_ms: list[float] = []
        self.error = ""
        self.has_seat = self.was_told = self.was_served = False
        self.looks = 0

    def run(self) -> None:
        try:
            while not (self.has_seat or self.error or self._ended_in_line()):
                self._try_once()
        except (OSError, KeyError, ValueError) as error:
            self.error = repr(error)

    def _try_once(self) -> None:
        seats = [] if self._takes_any else self._look()
        begun = time.perf_counter()
        status, answer = self._order(seats)
        self.latencies_ms.append((time.perf_counter() - begun) * 1000)
        self.answers[str(status)] += 1
        if status == 201:
            self.has_seat = True
        elif status != 409:
            self.error = f"{status} {answer}"
        elif not seats:
            self.was_told = True

    def _ended_in_line(self) -> bool:
        """Whether he was told that there is none, and did in line what he could."""
        if not self.was_told:
            return False
        place = self._line("PUT")
        self.was_told = "ahead" in place  # or else there is one again by now
        if self.was_told and place["ahead"] < PATIENT:
            self._wait_in_line()
        return self.was_told

    def _wait_in_line(self) -> None:
        given_up_at = time.monotonic() + LONGEST_WAIT_SECONDS
        while self._line("GET")["offered_until"] is None:
            if set(self._seats().values()) == {"sold"}:
                return
            if time.monotonic() > given_up_at:
                self.error = "Neither is everything sold nor is anything held for one in line."
                return
            time.sleep(self._choice.uniform(1, 3))
        status, answer = self._order([])
        if status == 201:
            self.was_served = True
        else:
            self.error = f"Held for one in line, but {status} {answer}"

    def _line(self, method: str) -> dict[str, Any]:
        path = f"/api/v1/waiting-list/{self._search.sku}"
        return self._asked(method, path, self._headers)

    def _look(self) -> list[str]:
        self.looks += 1
        free = [seat for seat, state in self._seats().items() if state == "available"]
        return [self._choice.choice(free)] if free else []

    def _seats(self) -> dict[str, str]:
        shown = self._asked("GET", f"/api/v1/seats/{self._search.sku}", {})
        return {it["seat"]: it["state"] for it in shown["seats"]}

    def _asked(self, method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
        self._connection.request(method, path, headers=headers)
        answer: dict[str, Any] = json.loads(self._connection.getresponse().read())
        return answer

    def _order(self, seats: list[str]) -> tuple[int, str]:
        line = {"sku": self._search.sku, "quantity": 1, "seats": seats}
        body = {
            "lines": [line],
            "delivery_address": self._search.address,
            "payment_token": self._search.payment_token if self.pays or self.was_told else "",
        }
        tries = sum(self.answers.values())
        headers = {**self._headers, "Idempotency-Key": f"{self.name}-{tries}"}
        self._connection.request("POST", "/api/v1/orders", json.dumps(body), headers)
        response = self._connection.getresponse()
        return response.status, response.read().decode()


def sought(search: Search) -> Found:
    """All of them at once."""
    everybody = [Seeker(search, headers, at=at) for at, headers in enumerate(search.seekers)]
    begun = time.perf_counter()
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    return Found(
        seconds=time.perf_counter() - begun,
        latencies_ms=[took for one in everybody for took in one.latencies_ms],
        answers=sum((one.answers for one in everybody), Counter()),
        sold=sum(one.has_seat and one.pays for one in everybody),
        left=sum(one.has_seat and not one.pays for one in everybody),
        told_so=sum(one.was_told for one in everybody),
        served=sum(one.was_served for one in everybody),
        second_looks=sum(max(one.looks - 1, 0) for one in everybody),
        errors=[one.error for one in everybody if one.error],
    )


if __name__ == "__main__":
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=Search)
    sys.stdout.buffer.write(msgspec.json.encode(sought(wanted)))
