"""Encryption of personal fields, AES-256-GCM (NIST SP 800-38D) with one key per customer."""

import base64
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Annotated, get_args, get_origin, get_type_hints
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shop.events.base import ERASED, Event, PersonalMark
from shop.kernel.customer_keys import ensured_key, known_key

Path = tuple[str, ...]
Places = Mapping[str, Path]
_PREFIX = "sealed.v1."
_NONCE_BYTES = 12


_known_paths: dict[type, tuple[Path, ...]] = {}


def personal_paths(event_type: type) -> tuple[Path, ...]:
    """Where the class has `Personal[str]` fields, also inside the dataclasses it holds.

    Raises TypeError for an event with such fields and no `customer_id` to name their owner.
    """
    if event_type not in _known_paths:
        _known_paths[event_type] = _found_paths(event_type)
    return _known_paths[event_type]


def _found_paths(event_type: type) -> tuple[Path, ...]:
    hints = get_type_hints(event_type, include_extras=True)
    paths = tuple(path for name, hint in hints.items() for path in _paths_below(name, hint))
    if paths and issubclass(event_type, Event) and "customer_id" not in hints:
        raise TypeError(f"{event_type.__name__} has personal fields but names no customer_id.")
    return paths


def _paths_below(name: str, hint: object) -> list[Path]:
    if get_origin(hint) is Annotated:
        marked = any(isinstance(mark, PersonalMark) for mark in get_args(hint)[1:])
        return [(name,)] if marked else []
    if isinstance(hint, type) and is_dataclass(hint):
        return [(name, *path) for path in personal_paths(hint)]
    if any(is_dataclass(inner) and personal_paths(inner) for inner in get_args(hint)):  # type: ignore[arg-type]
        raise TypeError(f"{name}: personal fields inside a collection cannot be encrypted.")
    return []


@dataclass(frozen=True)
class Sealer:
    """Encrypts fields for one customer."""

    customer_id: UUID
    cipher: AESGCM

    @classmethod
    def of_customer(cls, customer_id: UUID) -> "Sealer":
        return cls(customer_id, AESGCM(ensured_key(customer_id)))

    def seal(self, plain: str, path: Path) -> str:
        """`plain` encrypted, bound to its customer and field; an empty text stays empty."""
        if not plain:
            return plain
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.cipher.encrypt(nonce, plain.encode(), _bound_to(self.customer_id, path))
        return _PREFIX + base64.urlsafe_b64encode(nonce + sealed).decode()


def opened(customer_id: UUID, sealed_at: Places) -> Callable[[str, Path], str]:
    """A function that decrypts the customer's fields; to `[erased]` if the key is gone.

    `sealed_at` names the field that a text was sealed in, where that is not the one it is in now.
    """
    key = known_key(customer_id)
    cipher = AESGCM(key) if key else None

    def open_field(text: str, path: Path) -> str:
        if not text.startswith(_PREFIX):
            return text
        if cipher is None:
            return ERASED
        raw = base64.urlsafe_b64decode(text.removeprefix(_PREFIX))
        bound = _bound_to(customer_id, sealed_at.get(text, path))
        try:
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound).decode()
        except InvalidTag:
            # Written under a key that was deleted; the customer came back and has a new one.
            return ERASED

    return open_field


def sealed_places(fields: object) -> Places:
    """Every sealed text in a decoded payload, and the field that it stands in."""
    return dict(_sealed_below(fields, ()))


def _sealed_below(part: object, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(part, str) and part.startswith(_PREFIX):
        yield part, path
    elif isinstance(part, list):
        for each in part:
            yield from _sealed_below(each, path)
    elif isinstance(part, dict):
        for name, each in part.items():
            yield from _sealed_below(each, (*path, name))


def _bound_to(customer_id: UUID, path: Path) -> bytes:
    return f"{customer_id}:{'.'.join(path)}".encode()
