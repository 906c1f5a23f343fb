"""HTTP within a time budget that holds to the letter.

A blocking client can only limit each wait for bytes, so a firm that lets one drip now and then
would hold a worker for ever. Here one thread of the process speaks for all others, in an event loop
that drops a conversation whenever its time is up.
"""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock, Thread

import httpx

from shop.kernel.errors import NotAsked, Unreachable

LARGEST_ANSWER = 1024 * 1024
THREAD_NAME = "outside firms"


@dataclass(frozen=True, kw_only=True)
class TimeBudget:
    """Seconds that a call may take: to connect, between two pieces of an answer, altogether."""

    connect: float
    read: float
    total: float


@dataclass(frozen=True, kw_only=True)
class Question:
    """One HTTP request, to an absolute URL."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """`headers` by their names in small letters."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def asked(question: Question, budget: TimeBudget) -> Reply:
    """The firm's reply, whatever its status.

    Raises Unreachable without one, after `budget.total` seconds at the latest; NotAsked if there
    was nobody to put the question to.
    """
    conversation = _conversation(question, budget)
    return asyncio.run_coroutine_threadsafe(conversation, _loop()).result()


async def _conversation(question: Question, budget: TimeBudget) -> Reply:
    try:
        async with asyncio.timeout(budget.total):
            return await _exchange(question, budget)
    except TimeoutError:
        raise Unreachable(f"no whole answer within {budget.total:g} s") from None
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise NotAsked(type(error).__name__) from error
    except httpx.HTTPError as error:
        raise Unreachable(type(error).__name__) from error


async def _exchange(question: Question, budget: TimeBudget) -> Reply:
    request = _client().stream(
        question.method,
        question.url,
        headers=question.headers,
        content=question.content,
        timeout=httpx.Timeout(budget.total, connect=budget.connect, read=budget.read),
    )
    async with request as response:
        return Reply(
            status=response.status_code,
            content=await _whole(response),
            headers=dict(response.headers),
        )


async def _whole(response: httpx.Response) -> bytes:
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise Unreachable(f"more than {LARGEST_ANSWER} bytes")
    return bytes(content)


@cache
def _client() -> httpx.AsyncClient:
    """One per process, so that connections are used again; only its loop's thread asks for it."""
    return httpx.AsyncClient(trust_env=False)


def _loop() -> asyncio.AbstractEventLoop:
    """One per process, whoever comes first: connections of one loop are none of another's."""
    with _Starting.lock:
        return _started_loop()


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name=THREAD_NAME, daemon=True).start()
    return loop


class _Starting:
    """Several threads may be the first to ask; a cache alone lets each of them start a loop."""

    lock = Lock()


def _start_anew() -> None:
    _Starting.lock = Lock()
    _client.cache_clear()
    _started_loop.cache_clear()


# A forked process inherits the loop, but not the thread that runs it.
os.register_at_fork(after_in_child=_start_anew)
