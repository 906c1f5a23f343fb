"""Keeps an answer, and never shows it when it is older than a second.

Beside the answer stands a seal that Redis lets go of a second after the database was asked. A
sealed answer is shown as it is. An unsealed one is compared with the database by its edition, a
tiny question: unchanged it is sealed anew, else it is rendered again. The seal names the answer and
how often its tags had moved on before the database was asked, so no writer, however late, seals
what another one has read.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import msgspec
from django.conf import settings
from prometheus_client import Counter

from shop.kernel.cache.board import key_of, quietly
from shop.kernel.cache.tags import marker_of

FRESH_MS = 900
"""A tenth of the second is for the way from here to the reader."""
KEPT_SECONDS = 20
"""So long at most an answer is only compared: what no edition tells of changes as well."""

cache_answers = Counter("shared_cache_answers", "Answers of the shared cache", ["outcome"])


class Rendered(msgspec.Struct, frozen=True):
    """An answer that is the same for everybody; `tag` names its content."""

    body: bytes
    content_type: str
    tag: str = ""

    @classmethod
    def of(cls, body: bytes, content_type: str) -> "Rendered":
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        return cls(body=body, content_type=content_type, tag=digest)


class _Kept(msgspec.Struct, frozen=True):
    edition: str
    answer: Rendered


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where an answer comes from.

    `key` tells it from all others. `tags` are what it is made of; `edition` asks the database
    whether that has changed, None if there is no such thing (any more).
    """

    key: str
    tags: Sequence[str]
    edition: Callable[[], str | None]


@dataclass(frozen=True, kw_only=True)
class _Found:
    kept: _Kept | None
    seal: bytes | None
    markers: bytes

    @property
    def is_fresh(self) -> bool:
        return self.kept is not None and self.seal == _seal(self.kept.answer, self.markers)


def kept(source: Source, render: Callable[[], Rendered | None]) -> Rendered | None:
    """The answer, perhaps a kept one, with what the database held a second ago at the earliest.

    `render` makes it, or returns None if there is nothing to show, which nobody keeps.
    """
    name = key_of("answer", hashlib.blake2b(source.key.encode(), digest_size=16).hexdigest())
    found = _look(name, source) if settings.SHARED_CACHE else None
    if found is None:
        cache_answers.labels("alone").inc()
        return render()
    if found.kept and found.is_fresh:
        cache_answers.labels("fresh").inc()
        return found.kept.answer
    return _asked_anew(name, source, found, render)


def _asked_anew(
    name: str, source: Source, found: _Found, render: Callable[[], Rendered | None]
) -> Rendered | None:
    begun = time.monotonic()
    edition = source.edition()
    if edition is None:
        return render()
    if found.kept and found.kept.edition == edition:
        cache_answers.labels("compared").inc()
        _seal_it(name, found.kept.answer, found.markers, begun)
        return found.kept.answer
    cache_answers.labels("rendered").inc()
    answer = render()
    if answer is not None:
        _keep(name, _Kept(edition, answer), found.markers, begun)
    return answer


def _look(name: str, source: Source) -> _Found | None:
    markers = [marker_of(tag) for tag in source.tags]
    found = quietly(lambda client: client.mget([name, f"{name}:seal", *markers]))
    if found is None:
        return None
    values = cast(list[bytes | None], found)
    return _Found(
        kept=_decoded(values[0]),
        seal=values[1],
        markers=b".".join(value or b"0" for value in values[2:]),
    )


def _decoded(value: bytes | None) -> _Kept | None:
    try:
        return msgspec.msgpack.decode(value, type=_Kept) if value else None
    except msgspec.MsgspecError:
        # An older or newer version of the shop kept it.
        return None


def _keep(name: str, kept: _Kept, markers: bytes, begun: float) -> None:
    value = msgspec.msgpack.encode(kept)
    quietly(lambda client: client.set(name, value, ex=KEPT_SECONDS))
    _seal_it(name, kept.answer, markers, begun)


def _seal_it(name: str, answer: Rendered, markers: bytes, begun: float) -> None:
    left = FRESH_MS - int((time.monotonic() - begun) * 1000)
    if left > 0:
        quietly(lambda client: client.set(f"{name}:seal", _seal(answer, markers), px=left))


def _seal(answer: Rendered, markers: bytes) -> bytes:
    return answer.tag.encode() + b"/" + markers
