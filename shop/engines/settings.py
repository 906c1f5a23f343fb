"""What the embedded PostgreSQL is told. Changes of one's own belong into ALTER SYSTEM."""

import os
from pathlib import Path

from shop.engines.ports import HOST
from shop.engines.state import write_privately

SETTINGS = """\
# Written anew at every start.
listen_addresses = '{host}'
port = {port}
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
shared_preload_libraries = 'pg_stat_statements'
fsync = on
synchronous_commit = on
jit = off
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
default_text_search_config = 'pg_catalog.english'
"""
ACCESS = """\
# Written anew at every start.
host all {role} {host}/32 scram-sha-256
"""


def write_settings(data: Path, *, role: str, port: int) -> None:
    """Write the settings and the access rules into a cluster that is not running."""
    _write(data, "postgresql.conf", SETTINGS.format(host=HOST, port=port))
    _write(data, "pg_hba.conf", ACCESS.format(role=role, host=HOST))


def _write(data: Path, name: str, text: str) -> None:
    owner = data.stat()
    write_privately(data / name, text)
    os.chown(data / name, owner.st_uid, owner.st_gid)
