"""What kept answers are made of, by name. A tag that moved on makes them old at once."""

from collections.abc import Iterable

import redis
from django.db import transaction

from shop.kernel.cache.board import key_of, quietly

_KEPT_SECONDS = 120
"""Longer than any answer is kept, so that a tag cannot be forgotten and then count anew."""


def outdate(tags: Iterable[str]) -> None:
    """When the open transaction is committed, answers with one of these tags are asked for anew.

    Without Redis they grow old by themselves, in a second at most.
    """
    names = sorted(set(tags))
    if names:
        transaction.on_commit(lambda: _move_on(names))


def marker_of(tag: str) -> str:
    """The key under which Redis counts the changes of the tag."""
    return key_of("tag", tag)


def _move_on(tags: list[str]) -> None:
    def write(client: redis.Redis) -> None:
        pipeline = client.pipeline(transaction=False)
        for tag in tags:
            pipeline.incr(marker_of(tag))
            pipeline.expire(marker_of(tag), _KEPT_SECONDS)
        pipeline.execute()

    quietly(write)
