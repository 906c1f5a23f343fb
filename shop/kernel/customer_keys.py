"""One encryption key per customer; deleting it erases the person from every event.

Keys are stored wrapped (AES-256-GCM) under `settings.CUSTOMER_KEYS_SECRET`, so that a copy of the
database alone reads nobody. They are in the database `settings.CUSTOMER_KEYS_DATABASE`: the
default one, but in the deployment of a context that has a database of its own.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from shop.kernel.models import CustomerKey

# Plain SQL, because every order of a customer who is new to the process asks.
_STORED = "SELECT wrapped_key FROM kernel_customer_key WHERE customer_id = %s"
_CACHE_SECONDS = 60.0
_CACHE_SIZE = 10_000
_cache: OrderedDict[UUID, tuple[float, bytes]] = OrderedDict()


def known_key(customer_id: UUID) -> bytes | None:
    """The customer's key of 32 bytes, or None if there is none (any more).

    A process may remember a key for a minute after it was deleted.
    """
    return _remembered(customer_id) or _read_before(customer_id) or _stored(customer_id)


def ensured_key(customer_id: UUID) -> bytes:
    """The customer's key, made now if there is none. Two makers at once get the same one."""
    return known_key(customer_id) or _made(customer_id)


def forget_key(customer_id: UUID) -> None:
    """Deletes the key for ever: all personal fields of the customer's events read `[erased]`."""
    _rows().filter(customer_id=customer_id).delete()
    _cache.pop(customer_id, None)
    for read in _reads():
        if read.customer_id == customer_id:
            read.key = b""


def forget_remembered_keys() -> None:
    """Empties this process's memory of keys, as a new process would find it."""
    _cache.clear()
    for read in _reads():
        read.key = b""


def _remembered(customer_id: UUID) -> bytes | None:
    since, key = _cache.get(customer_id, (0.0, b""))
    return key if key and time.monotonic() - since < _CACHE_SECONDS else None


def _stored(customer_id: UUID) -> bytes | None:
    with _keys().cursor() as cursor:
        cursor.execute(_STORED, [customer_id])
        row = cursor.fetchone()
    if row is None:
        return None
    key = _unwrapped(bytes(row[0]), customer_id)
    transaction.on_commit(_Read(customer_id, key), using=settings.CUSTOMER_KEYS_DATABASE)
    return key


@dataclass
class _Read:
    """A key that the running transaction has read; empty once it was forgotten.

    It is remembered beyond the transaction only after the commit: a key whose row is rolled back
    must never encrypt anything again.
    """

    customer_id: UUID
    key: bytes

    def __call__(self) -> None:
        if self.key:
            _remember(self.customer_id, self.key)


def _read_before(customer_id: UUID) -> bytes | None:
    keys = (read.key for read in _reads() if read.customer_id == customer_id)
    return next(filter(None, keys), None)


def _reads() -> Iterator[_Read]:
    """What this transaction has read; Django forgets with it what is rolled back."""
    return (hook[1] for hook in _keys().run_on_commit if isinstance(hook[1], _Read))


def _made(customer_id: UUID) -> bytes:
    row = CustomerKey(customer_id=customer_id, wrapped_key=_wrapped(os.urandom(32), customer_id))
    _rows().bulk_create([row], ignore_conflicts=True)
    key = _stored(customer_id)
    if key is None:
        raise LookupError(f"The key of customer {customer_id} was deleted while it was made.")
    return key


def _remember(customer_id: UUID, key: bytes) -> None:
    _cache[customer_id] = (time.monotonic(), key)
    while len(_cache) > _CACHE_SIZE:
        _cache.popitem(last=False)


def _wrapped(key: bytes, customer_id: UUID) -> bytes:
    nonce = os.urandom(12)
    cipher = _wrapping_cipher(settings.CUSTOMER_KEYS_SECRET)
    return nonce + cipher.encrypt(nonce, key, customer_id.bytes)


def _unwrapped(wrapped: bytes, customer_id: UUID) -> bytes:
    cipher = _wrapping_cipher(settings.CUSTOMER_KEYS_SECRET)
    return cipher.decrypt(wrapped[:12], wrapped[12:], customer_id.bytes)


@cache
def _wrapping_cipher(secret: str) -> AESGCM:
    return AESGCM(sha256(secret.encode()).digest())


def _keys() -> BaseDatabaseWrapper:
    return connections[settings.CUSTOMER_KEYS_DATABASE]


def _rows() -> QuerySet[CustomerKey]:
    return CustomerKey.objects.using(settings.CUSTOMER_KEYS_DATABASE)
