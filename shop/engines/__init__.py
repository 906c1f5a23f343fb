"""Starts an embedded PostgreSQL and an embedded Valkey; nothing else knows they are embedded.

Both live under one state folder, listen on 127.0.0.1 with passwords of their own, and outlive
whoever started them. Every function raises EngineError with a sentence that says what to do.
"""

from shop.engines.doors import (
    DEFAULT_FOLDER,
    address_of_postgres,
    address_of_valkey,
    start_postgres,
    start_valkey,
    stop,
)
from shop.engines.errors import EngineError

__all__ = [
    "DEFAULT_FOLDER",
    "EngineError",
    "address_of_postgres",
    "address_of_valkey",
    "start_postgres",
    "start_valkey",
    "stop",
]
